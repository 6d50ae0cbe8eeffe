import { SLOTS } from "../../entities/key-slot.js";
import { reportedColumns } from "../credential-report/reported.js";

/** What AWS tells of one user at once, and `fresh.json` says of whom it was asked. */
export const PARTS = ["devices", "password", "keys"] as const;
export type Part = (typeof PARTS)[number];

/** What AWS is asked of one user; the last use is that of the key in a slot of the report. */
export const ANSWERS = [...PARTS, "last_use_1", "last_use_2"] as const;
export type Answer = (typeof ANSWERS)[number];

/** The answer that brings a column of iam_users up to date. */
const ANSWERED: ReadonlyMap<string, Answer> = new Map<string, Answer>([
  ["mfa_active", "devices"],
  ["mfa_kind", "devices"],
  // When a password was last used no answer tells; that it is gone, or was made anew, changes what that means.
  ...Object.keys(reportedColumns("password")).map((name): [string, Answer] => [name, "password"]),
  ...SLOTS.flatMap((slot) => {
    const key = `access_key_${slot}` as const;
    return [...Object.keys(reportedColumns(key)), `${key}_id`].map((name): [string, Answer] => [
      name,
      name.startsWith(`${key}_last_used_`) ? `last_use_${slot}` : "keys",
    ]);
  }),
]);

/** What AWS must be asked for columns of iam_users; of a key's last use it tells by the id of the key. */
export function answersOf(columns: Iterable<string>): ReadonlySet<Answer> {
  const answers = new Set<Answer>();
  for (const column of columns) {
    const answer = ANSWERED.get(column);
    if (answer !== undefined) answers.add(answer);
    if (answer?.startsWith("last_use_")) answers.add("keys");
  }
  return answers;
}
