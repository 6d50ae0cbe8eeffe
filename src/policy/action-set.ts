import type { Catalogue } from "./catalogue.js";
import { type Glob, glob, matches } from "./glob.js";
import { HARMLESS } from "./harmless.js";
import { FRESH } from "./parse-policy.js";

const HARMLESS_NAMES = new Set(HARMLESS.map((action) => action.toLowerCase()));

/** Patterns of actions by the service they name, to find the few that can match a name. */
interface ByService {
  readonly named: ReadonlyMap<string, readonly Glob[]>;
  readonly any: readonly Glob[];
}

/** The actions a list of patterns matches, without the `Not`. */
export interface ActionSet {
  /** Matches every action there is or will be. */
  readonly everything: boolean;
  /** Indices into the catalogue, ascending; empty when `everything`. */
  readonly list: Uint16Array;
  readonly bits: Uint32Array;
  readonly patterns: ByService;
  /** Patterns that reach actions no catalogue index stands for: wildcards within a service, names not in the catalogue. */
  readonly unlisted: readonly Glob[];
  /** The most `?` in one pattern. */
  readonly ones: number;
}

export function serviceOf(action: string): string {
  return action.slice(0, Math.max(0, action.indexOf(":")));
}

export function hasAction(set: ActionSet, index: number): boolean {
  return set.everything || (((set.bits[index >>> 5] ?? 0) >>> (index & 31)) & 1) === 1;
}

/** Whether the patterns match a name that may be in no catalogue; `name` in lower case. */
export function matchesName(set: ActionSet, name: string): boolean {
  if (set.everything) return true;
  const service = serviceOf(name);
  return (
    (set.patterns.named.get(service)?.some((pattern) => matches(pattern, name)) ?? false) ||
    set.patterns.any.some((pattern) => matches(pattern, name))
  );
}

/** The name of an unlisted action that a wildcard pattern matches, made of characters that no other pattern holds. */
export function unlistedName(pattern: Glob, ones: number): string {
  return pattern.text.replaceAll("*", FRESH.repeat(Math.min(ones, 64) + 1)).replaceAll("?", FRESH);
}

function byService(globs: readonly Glob[]): ByService {
  const named = new Map<string, Glob[]>();
  const any: Glob[] = [];
  for (const pattern of globs) {
    const service = serviceOf(pattern.text);
    if (service === "" || /[*?]/.test(service)) any.push(pattern);
    else named.set(service, [...(named.get(service) ?? []), pattern]);
  }
  return { named, any };
}

/** Makes action sets, and keeps what it made: the same patterns recur in most policies. */
export class ActionSets {
  private readonly byPattern = new Map<string, Uint16Array>();
  private readonly byList = new Map<string, ActionSet>();
  private kept = 0;

  constructor(
    readonly catalogue: Catalogue,
    private readonly limit = 4_000_000,
  ) {}

  /** Indices of the actions one pattern (in lower case) matches. */
  matching(pattern: string): Uint16Array {
    const cached = this.byPattern.get(pattern);
    if (cached !== undefined) return cached;
    const { lower, services } = this.catalogue;
    const compiled = glob(pattern);
    const service = serviceOf(pattern);
    const wildService = service === "" || /[*?]/.test(service);
    const [start, end] = wildService ? [0, lower.length] : (services.get(service) ?? [0, 0]);
    const found: number[] = [];
    for (let index = start; index < end; index++)
      if (matches(compiled, lower[index] ?? "")) found.push(index);
    const result = Uint16Array.from(found);
    this.keep(result.length);
    this.byPattern.set(pattern, result);
    return result;
  }

  of(patterns: readonly string[]): ActionSet {
    const texts = [...new Set(patterns.map((pattern) => pattern.toLowerCase()))].sort();
    const key = texts.join("\n");
    const cached = this.byList.get(key);
    if (cached !== undefined) return cached;
    const made = this.make(texts);
    this.keep(made.list.length + made.bits.length * 2 + 64);
    this.byList.set(key, made);
    return made;
  }

  private make(texts: readonly string[]): ActionSet {
    const globs = texts.map(glob);
    const everything = globs.some((pattern) => pattern.everything || /^\*+:\*+$/.test(pattern.text));
    const bits = new Uint32Array(everything ? 0 : Math.ceil(this.catalogue.lower.length / 32));
    if (!everything) {
      for (const text of texts) {
        for (const index of this.matching(text))
          bits[index >>> 5] = (bits[index >>> 5] ?? 0) | (1 << (index & 31));
      }
    }
    return {
      everything,
      list: listOf(bits),
      bits,
      patterns: byService(globs),
      unlisted: everything ? [] : globs.filter((pattern) => this.needsWitness(pattern)),
      ones: Math.max(0, ...globs.map((pattern) => pattern.ones)),
    };
  }

  /**
   * Patterns that match published actions, but only harmless ones (`iam:ListMFA*`), need none: that AWS would one day
   * add a harmful action under such a name is no finding for anybody.
   */
  private needsWitness(pattern: Glob): boolean {
    const { indexOf, services, lower } = this.catalogue;
    if (pattern.literal) return !indexOf.has(pattern.text);
    if (/^[^*?:]+:\*+$/.test(pattern.text) && services.has(serviceOf(pattern.text))) return false;
    const alike = this.matching(pattern.text);
    return alike.length === 0 || alike.some((index) => !HARMLESS_NAMES.has(lower[index] ?? ""));
  }

  /** Forgets everything when the caches grow beyond the limit: memory stays bounded whatever comes in. */
  private keep(cost: number): void {
    this.kept += cost;
    if (this.kept < this.limit) return;
    this.byPattern.clear();
    this.byList.clear();
    this.kept = cost;
  }
}

function listOf(bits: Uint32Array): Uint16Array {
  const found: number[] = [];
  for (let word = 0; word < bits.length; word++) {
    let rest = bits[word] ?? 0;
    while (rest !== 0) {
      const low = 31 - Math.clz32(rest & -rest);
      found.push(word * 32 + low);
      rest &= rest - 1;
    }
  }
  return Uint16Array.from(found);
}
