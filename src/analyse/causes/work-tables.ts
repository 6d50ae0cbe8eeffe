import type { Engine } from "../../engine/engine.js";
import { inSchema } from "../in-schema.js";

/** The schema of all tables that looking for causes makes. */
const SCHEMA = "causes";

/** Of no kind of subject: the traits (`kind`, `value`) of each account `x`, and what was made in bursts. */
export const SHARED_TABLES = {
  accounts: `${SCHEMA}.accounts`,
  bursts: `${SCHEMA}.bursts`,
  keyBursts: `${SCHEMA}.key_bursts`,
} as const;

/** Of one kind of subject. */
export interface WorkTables {
  /** One row a subject: `subject`, `account_id`, ranks `r<n>`, counters `f<n>` and `j<n>`, and what traits are made of. */
  readonly subjects: string;
  /** Counters of each distinct value `x` of a column `origin`. */
  readonly byValue: string;
  /** The traits, `kind` and `value`, that follow from a value `x` of a column `origin` other than the account. */
  readonly values: string;
  /** Counters of each trait. */
  readonly counts: string;
  /** Traits that are looked at closer, with a number for each. */
  readonly candidates: string;
  /** Ranks of the subjects, and the numbers of the candidates they carry. */
  readonly carried: string;
}

export function workTables(kind: string): WorkTables {
  const name = (what: string) => `${SCHEMA}.${kind}_${what}`;
  return {
    subjects: name("subjects"),
    byValue: name("by_value"),
    values: name("values"),
    counts: name("counts"),
    candidates: name("candidates"),
    carried: name("carried"),
  };
}

/** Does the work in a schema of its own, which is gone afterwards. */
export async function inOwnSchema<T>(engine: Engine, work: () => Promise<T>): Promise<T> {
  return await inSchema(engine, SCHEMA, work);
}
