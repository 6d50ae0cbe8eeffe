import { z } from "zod";

/** Sums of so many counts from so many files stay exact in JavaScript. */
const MAX_COUNT = 1_000_000_000;

/** Below 3 a suppressed count would be known: nothing else than 1 lies between 0 and 2. */
export const MIN_CELL = { least: 3, most: 1000 } as const;

const count = z.int().min(0).max(MAX_COUNT);
const cell = z.union([count, z.tuple([count, count])], {
  error: `must be a count of at most ${MAX_COUNT}, or a pair of counts: the lowest and the highest that it can be`,
});
const name = z.string().regex(/^[a-z][a-zA-Z0-9_-]{0,99}$/, "must be a name of letters, digits, _ and -");

const control = z.strictObject({
  control_id: name,
  /** A hash of all that decides the verdict but the parameters. */
  definition: z.string().regex(/^[0-9a-f]{12}$/, "must be 12 hexadecimal digits"),
  /** What is counted. */
  subject: name,
  parameters: z.record(name, z.union([z.int(), z.boolean(), name])),
  fail: cell,
  pass: cell,
  unknown: cell,
  not_applicable: cell,
  /** All four. */
  population: cell,
  /** Ascending. */
  tiers: z
    .array(z.strictObject({ older_than_days: z.int().positive(), fail: cell, population: cell }))
    .max(6),
  labels: z.array(z.strictObject({ id: name, count: cell })).max(20),
});
export type SharedControl = z.output<typeof control>;

/**
 * What `iamspect share` writes: the counts of one organization, or of one standalone account, without a name.
 * A count is a number, or a pair where it was suppressed. The whole file is shown before it is written, so every
 * member of it must be something that a person can judge at a glance.
 */
export const shareSchema = z.strictObject({
  version: z.literal(1),
  /** Random; the same in later files of the same lake. */
  organization: z.string().regex(/^[0-9a-f]{32}$/, "must be 32 hexadecimal digits"),
  /** The month of the audit time, UTC. */
  month: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, "must be a month, such as 2026-11"),
  tool_version: z
    .string()
    .regex(/^\d{1,4}\.\d{1,4}\.\d{1,4}(-[\w.]{1,40})?$/, "must be a version, such as 0.1.0"),
  /** How finely counts are told; null: they are exact. */
  min_cell: z.int().min(MIN_CELL.least).max(MIN_CELL.most).nullable(),
  accounts: cell,
  standalone_accounts: cell,
  users: cell,
  controls: z.array(control).max(500),
});
export type Share = z.output<typeof shareSchema>;
