import { inUnits } from "../model/in-units.js";
import { UserError } from "../model/user-error.js";
import { hasWildcard, headTest } from "./arn-pattern.js";
import type { Exception } from "./exception-schema.js";

/** So many pairs of an exception and what it may be for are looked at: a limit for files that mean everything often. */
export const MAX_PAIRS = 5_000_000;

/** One account of a snapshot, and the first five parts of ARNs of its subjects. */
export interface Place {
  readonly accountId: string;
  readonly head: string;
  readonly ouPath: string | null;
}

/** Numbers the sets of places that exceptions are for; the same set has one number. */
export class ScopeBook {
  readonly #numbers = new Map<string, number | null>();
  readonly #byHead: ReadonlyMap<string, readonly Place[]>;
  #pairs = 0;

  /** `add` is called for every place of a new scope. */
  constructor(
    private readonly places: readonly Place[],
    private readonly add: (scope: number, place: Place) => void,
  ) {
    const byHead = new Map<string, Place[]>();
    for (const place of places) {
      const known = byHead.get(place.head);
      if (known === undefined) byHead.set(place.head, [place]);
      else known.push(place);
    }
    this.#byHead = byHead;
  }

  /** The number of the scope of an exception whose ARNs begin like this; null: all places. */
  numberOf(head: string, { accounts, organizational_units: units }: Exception["subject"]): number | null {
    const key = JSON.stringify([head, accounts, units]);
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const chosen = this.#choose(head, accounts, units);
    const number = chosen.length === this.places.length ? null : this.#numbers.size;
    this.#numbers.set(key, number);
    if (number !== null) this.#write(number, chosen);
    return number;
  }

  #choose(
    head: string,
    accounts: readonly string[] | undefined,
    units: readonly string[] | undefined,
  ): readonly Place[] {
    const test = headTest(head);
    const byHead = hasWildcard(head)
      ? this.places.filter((place) => test(place.head))
      : (this.#byHead.get(head) ?? []);
    const ids = accounts && new Set(accounts);
    return byHead.filter(
      ({ accountId, ouPath }) =>
        (ids === undefined || ids.has(accountId)) && (units === undefined || inUnits(ouPath, units)),
    );
  }

  #write(number: number, chosen: readonly Place[]): void {
    this.#pairs += chosen.length;
    if (this.#pairs > MAX_PAIRS) throw tooMuch();
    for (const place of chosen) this.add(number, place);
  }
}

/** What to say where exceptions mean so much that working it out would take more than it is worth. */
export function tooMuch(): UserError {
  return new UserError({
    code: "exceptions_too_broad",
    what: `The exceptions match more than ${MAX_PAIRS / 1_000_000} million subjects, counted once for each exception.`,
    why: "An exception is for single users; many patterns that match nearly everything are no exceptions any more.",
    fix: "Narrow the patterns, name accounts, or leave out controls that nobody wants with --control.",
  });
}
