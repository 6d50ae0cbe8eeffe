import { type Catalogue, LEVELS } from "./catalogue.js";
import { type Glob, glob, matches } from "./glob.js";
import { HARMLESS } from "./harmless.js";
import { FRESH } from "./parse-policy.js";

const HARMLESS_NAMES = new Set(HARMLESS.map((action) => action.toLowerCase()));

/** A pattern of actions; one object for all policies that hold it. */
interface ActionPattern {
  readonly glob: Glob;
  /** The service it names; null when a wildcard stands there. */
  readonly service: string | null;
  /** Indices into the catalogue, ascending. */
  readonly list: Uint16Array;
}

/** A pattern that reaches actions no catalogue index stands for. */
export interface UnlistedPattern {
  readonly glob: Glob;
  /** Highest access level of the published actions it matches; `write` when there are none. */
  readonly level: number;
  /** An action it matches whose name no other pattern without a `?` can match but by a `*`. */
  readonly name: string;
}

/** The actions a list of patterns matches, without the `Not`. */
export interface ActionSet {
  /** Equal sets that are in use at a time have equal numbers. */
  readonly number: number;
  /** Matches every action there is or will be. */
  readonly everything: boolean;
  /** Indices into the catalogue, ascending; empty when `everything`. */
  readonly list: Uint16Array;
  /** By the service they name, to find the few that can match a name. */
  readonly named: ReadonlyMap<string, readonly Glob[]>;
  readonly anyService: readonly Glob[];
  /** Wildcards within a service, and names that are not in the catalogue, by the service of `name`. */
  readonly unlisted: ReadonlyMap<string, readonly UnlistedPattern[]>;
  /** The most `?` in one pattern. */
  readonly ones: number;
}

export function serviceOf(action: string): string {
  return action.slice(0, Math.max(0, action.indexOf(":")));
}

export function hasAction({ everything, list }: ActionSet, index: number): boolean {
  if (everything) return true;
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((list[middle] ?? 0) < index) low = middle + 1;
    else high = middle;
  }
  return list[low] === index;
}

/** Whether the patterns match a name that may be in no catalogue; `name` in lower case. */
export function matchesName(set: ActionSet, service: string, name: string): boolean {
  if (set.everything) return true;
  return (
    (set.named.get(service)?.some((pattern) => matches(pattern, name)) ?? false) ||
    set.anyService.some((pattern) => matches(pattern, name))
  );
}

/** Whether patterns, as a policy writes them, match a name in lower case: of these no set need be made. */
export function namesAction(patterns: readonly string[], name: string): boolean {
  return patterns.some((pattern) => {
    const wild = pattern.search(/[*?]/);
    if (wild < 0) return pattern.length === name.length && pattern.toLowerCase() === name;
    const start = pattern.slice(0, wild).toLowerCase();
    return name.startsWith(start) && matches(glob(pattern.toLowerCase()), name);
  });
}

/** The name of an unlisted action that a wildcard pattern matches, made of characters that no other pattern holds. */
export function unlistedName(pattern: Glob, ones: number): string {
  return pattern.text.replaceAll("*", FRESH.repeat(Math.min(ones, 64) + 1)).replaceAll("?", FRESH);
}

/** A text that every match of the pattern holds: a quick way to tell most names that do not match. */
function longestLiteral(pattern: string): string {
  return pattern.split(/[*?]+/).reduce((longest, one) => (one.length > longest.length ? one : longest), "");
}

function byService<T>(items: readonly T[], service: (item: T) => string): Map<string, T[]> {
  const found = new Map<string, T[]>();
  for (const item of items) {
    const name = service(item);
    const same = found.get(name);
    if (same === undefined) found.set(name, [item]);
    else same.push(item);
  }
  return found;
}

/** Makes action sets, and keeps what it made: the same patterns recur in most policies. */
export class ActionSets {
  private readonly patterns = new Map<string, ActionPattern>();
  private readonly sets = new Map<string, ActionSet>();
  private kept = 0;
  private made = 0;

  constructor(
    readonly catalogue: Catalogue,
    private readonly limit = 4_000_000,
  ) {}

  of(patterns: readonly string[]): ActionSet {
    const texts = [...new Set(patterns.map((pattern) => pattern.toLowerCase()))].sort();
    const key = texts.join("\n");
    const cached = this.sets.get(key);
    if (cached !== undefined) return cached;
    const made = this.make(texts.map((text) => this.pattern(text)));
    this.keep(key, made.list.length + texts.length * 16);
    this.sets.set(key, made);
    return made;
  }

  private pattern(text: string): ActionPattern {
    const cached = this.patterns.get(text);
    if (cached !== undefined) return cached;
    const { lower, services } = this.catalogue;
    const compiled = glob(text);
    const service = serviceOf(text);
    const wild = service === "" || /[*?]/.test(service);
    const [start, end] = wild ? [0, lower.length] : (services.get(service) ?? [0, 0]);
    const only = compiled.literal ? this.catalogue.indexOf.get(text) : undefined;
    const found = only === undefined ? [] : [only];
    if (!compiled.literal) {
      const core = longestLiteral(text);
      for (let index = start; index < end; index++) {
        const name = lower[index] ?? "";
        if (name.includes(core) && matches(compiled, name)) found.push(index);
      }
    }
    const made = { glob: compiled, service: wild ? null : service, list: Uint16Array.from(found) };
    this.keep(text, made.list.length);
    this.patterns.set(text, made);
    return made;
  }

  private make(patterns: readonly ActionPattern[]): ActionSet {
    const everything = patterns.some(
      ({ glob: { everything, text } }) => everything || /^\*+:\*+$/.test(text),
    );
    return {
      number: this.made++,
      everything,
      list: everything ? new Uint16Array() : this.merge(patterns),
      named: byService(
        patterns.filter((one) => one.service !== null).map((one) => one.glob),
        (one) => serviceOf(one.text),
      ),
      anyService: patterns.flatMap((one) => (one.service === null ? [one.glob] : [])),
      unlisted: byService(everything ? [] : patterns.flatMap((one) => this.unlisted(one)), (one) =>
        serviceOf(one.name),
      ),
      ones: patterns.reduce((most, one) => Math.max(most, one.glob.ones), 0),
    };
  }

  private merge(patterns: readonly ActionPattern[]): Uint16Array {
    const [only] = patterns;
    if (only !== undefined && patterns.length === 1) return only.list;
    const found = new Set<number>();
    for (const { list } of patterns) for (const index of list) found.add(index);
    return Uint16Array.from(found).sort();
  }

  /**
   * Patterns that match published actions, but only harmless ones (`iam:ListMFA*`), need no witness: that AWS would
   * one day add a harmful action under such a name is no finding for anybody.
   */
  private unlisted({ glob, service, list }: ActionPattern): UnlistedPattern[] {
    const { indexOf, services, lower, listed, levels } = this.catalogue;
    if (glob.literal && indexOf.has(glob.text)) return [];
    if (service !== null && services.has(service) && /^[^*?:]+:\*+$/.test(glob.text)) return [];
    if (list.length > 0 && list.every((index) => HARMLESS_NAMES.has(lower[index] ?? ""))) return [];
    const alike = [...list].filter((index) => listed[index] === 1);
    const level = alike.reduce((most, index) => Math.max(most, levels[index] ?? 0), 0);
    return [
      { glob, level: alike.length === 0 ? LEVELS.indexOf("write") : level, name: unlistedName(glob, 0) },
    ];
  }

  /** Forgets everything when the caches grow beyond the limit: memory stays bounded whatever comes in. */
  private keep(key: string, cost: number): void {
    this.kept += key.length + cost + 32;
    if (this.kept < this.limit) return;
    this.patterns.clear();
    this.sets.clear();
    this.kept = key.length + cost;
  }
}
