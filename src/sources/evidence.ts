import type { AccountCollection } from "../model/collection.js";
import type { OrganizationCollection } from "../model/organization-collection.js";
import type { Problem } from "../model/problem.js";
import { Membership } from "./membership.js";
import type { TableRows } from "./table-rows.js";

/** A credential report that a document held. */
export interface HeldReport {
  readonly content: string;
  /** GeneratedTime, where the document tells it: epoch seconds. */
  readonly generatedAt: number | null;
}

/** What is known of a kind of evidence of an account and Region. */
interface Known {
  there: boolean;
  /** Why it is not whole. */
  fault: string | undefined;
}

const NO_REGIONS: ReadonlySet<string> = new Set();
const NOTHING: ReadonlyMap<string, Known> = new Map();

/** What the documents that were read hold, by account, kind and Region ('' where a kind is of no Region). */
export class Evidence {
  readonly membership = new Membership();
  readonly problems: Problem[] = [];
  /** Reports that wait for the reader of reports. */
  readonly reports: HeldReport[] = [];
  /** Accounts whose credential report lists users, and when it was made: epoch seconds; undefined: not told. */
  readonly usersReported = new Map<string, number | undefined>();
  readonly collections = new Map<string, AccountCollection>();
  readonly organizationCollections = new Map<string, OrganizationCollection>();
  /** By account, kind and Region. */
  readonly #known = new Map<string, Map<string, Map<string, Known>>>();
  readonly #kinds = new Set<string>();
  readonly #regions = new Map<string, Set<string>>();

  #newest: number | undefined;

  constructor(readonly rows: TableRows) {}

  /** The newest time at which a document says that it was made: epoch seconds; undefined: none says it. */
  get newest(): number | undefined {
    return this.#newest;
  }

  /** A document says when it was made. */
  madeAt(seconds: number): void {
    this.#newest = Math.max(seconds, this.#newest ?? seconds);
  }

  /** Evidence of a kind is there for an account. */
  found(accountId: string, kind: string, region = ""): void {
    this.#of(accountId, kind, region).there = true;
    this.#kinds.add(kind);
    this.membership.seen(accountId);
  }

  /** Evidence of a kind is not whole for an account. */
  faulty(accountId: string, kind: string, detail: string, region = ""): void {
    this.#of(accountId, kind, region).fault ??= detail;
    this.membership.seen(accountId);
  }

  /** The Regions of which a kind is known to be there or not whole. */
  of(accountId: string, kind: string): ReadonlyMap<string, Readonly<Known>> {
    return this.#known.get(accountId)?.get(kind) ?? NOTHING;
  }

  /** The account has this Region enabled. */
  enabled(accountId: string, region: string): void {
    const regions = this.#regions.get(accountId) ?? new Set();
    this.#regions.set(accountId, regions.add(region));
  }

  /** The Regions that are known to be enabled. */
  regionsOf(accountId: string): ReadonlySet<string> {
    return this.#regions.get(accountId) ?? NO_REGIONS;
  }

  /** Is evidence of this kind there for any account? */
  any(kind: string): boolean {
    return this.#kinds.has(kind);
  }

  #of(accountId: string, kind: string, region: string): Known {
    const kinds = this.#known.get(accountId) ?? new Map<string, Map<string, Known>>();
    this.#known.set(accountId, kinds);
    const regions = kinds.get(kind) ?? new Map<string, Known>();
    kinds.set(kind, regions);
    const known = regions.get(region) ?? { there: false, fault: undefined };
    regions.set(region, known);
    return known;
  }
}

/** What a source keeps to itself while files are read: one for each reading, made when it is first asked for. */
export function keptBy<State>(make: () => State): (evidence: Evidence) => State {
  const states = new WeakMap<Evidence, State>();
  return (evidence) => {
    const state = states.get(evidence) ?? make();
    states.set(evidence, state);
    return state;
  };
}
