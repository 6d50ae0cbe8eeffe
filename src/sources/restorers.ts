import { z } from "zod";
import { text } from "./values.js";

/** Attributes of a snapshot of RDS: of each the accounts that it names. */
export const snapshotAttributes = z.array(
  z.object({ AttributeName: text, AttributeValues: z.array(text).nullish() }),
);

/** Everybody, among the accounts that may restore a snapshot. */
const EVERYBODY = "all";

/** The columns that tell who may restore a snapshot; null: nothing was collected of it. */
export function sharing(told: z.output<typeof snapshotAttributes> | null) {
  if (told === null) return { is_public: null, shared_with: null };
  const restore = told.filter(({ AttributeName }) => AttributeName === "restore");
  const who = restore.flatMap(({ AttributeValues }) => AttributeValues ?? []);
  return { is_public: who.includes(EVERYBODY), shared_with: who.filter((one) => one !== EVERYBODY).sort() };
}

/** Did somebody take a snapshot? Those that AWS takes by itself cannot be shared. One without a type counts as such. */
export function isManual(snapshot: object): boolean {
  const type: unknown = Reflect.get(snapshot, "SnapshotType") ?? null;
  return type === null || type === "manual";
}
