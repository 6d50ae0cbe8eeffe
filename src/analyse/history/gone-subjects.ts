import type { Engine } from "../../engine/engine.js";

/**
 * Makes `fixed_how`, a row for each finding of `changed_findings` that is fixed: `how` is `subject_gone` where its user (or
 * policy) is not in the later snapshot any more, `credential_gone` where its key or password is not, else `passes`. A user
 * who has the name but another unique id, or was made in another second, is another user.
 */
export async function makeGoneSubjects(engine: Engine, before: number, after: number): Promise<void> {
  await engine.run(
    "CREATE OR REPLACE TABLE fixed_findings AS SELECT id, control_id, account_id, subject_arn, subject_kind, credential, slot" +
      " FROM changed_findings WHERE change = 'fixed'",
  );
  await engine.run(
    `CREATE OR REPLACE TABLE fixed_how AS ${usersSql(before, after)} UNION ALL ${othersSql(after)}`,
  );
}

function usersSql(before: number, after: number): string {
  const slots = [1, 2].map((slot) => `(f.slot = ${slot} AND ${keyGone(slot)})`).join(" OR ");
  const gone =
    "CASE WHEN b.arn IS NULL THEN 'subject_gone' WHEN f.credential = 'password' AND NOT b.password_enabled THEN 'credential_gone'" +
    ` WHEN f.credential = 'access_key' AND (${slots}) THEN 'credential_gone' ELSE 'passes' END`;
  const only = "SELECT account_id, subject_arn FROM fixed_findings WHERE subject_kind = 'iam_user'";
  const was =
    `SELECT u.* FROM iam_users_h u WHERE u.snapshot = ${before} AND EXISTS (SELECT 1 FROM (${only}) o` +
    " WHERE o.account_id = u.account_id AND o.subject_arn = u.arn)";
  return (
    `SELECT f.id, f.control_id, ${gone} AS how FROM fixed_findings f LEFT JOIN (${was}) a` +
    ` ON a.account_id = f.account_id AND a.arn = f.subject_arn LEFT JOIN (${samePerson(was, after)}) b` +
    " ON b.account_id = f.account_id AND b.was = f.subject_arn WHERE f.subject_kind = 'iam_user'"
  );
}

/** The later rows of the same users: by the unique id, whatever they are called now; where it is not known, by name. */
function samePerson(was: string, after: number): string {
  const columns = [
    "arn",
    "password_enabled",
    ...[1, 2].flatMap((slot) => [`access_key_${slot}_id`, `access_key_${slot}_created_at`]),
  ];
  const selected = columns.map((name) => `b.${name}`).join(", ");
  const later = (where: string) =>
    `SELECT a.account_id, a.arn AS was, ${selected} FROM (${was}) a JOIN iam_users_h b` +
    ` ON b.account_id = a.account_id AND ${where} WHERE b.snapshot = ${after}`;
  return (
    `${later("b.user_id = a.user_id")} UNION ALL ${later("b.arn = a.arn")}` +
    " AND (a.user_id IS NULL OR b.user_id IS NULL) AND (a.created_at = b.created_at OR a.created_at IS NULL OR b.created_at IS NULL)"
  );
}

/** The key of a slot is in neither slot of the later row: by its id where both tell it, else by the second it was made. */
function keyGone(slot: number): string {
  const is = [1, 2].map((other) => {
    const [was, now] = [`a.access_key_${slot}`, `b.access_key_${other}`];
    return `coalesce(${was}_id = ${now}_id, ${was}_created_at = ${now}_created_at, FALSE)`;
  });
  return `NOT (${is.join(" OR ")})`;
}

/** Root users never go; a policy may. */
function othersSql(after: number): string {
  return (
    "SELECT f.id, f.control_id, CASE WHEN f.subject_kind = 'iam_policy' AND p.policy_id IS NULL THEN 'subject_gone' ELSE 'passes' END AS how" +
    " FROM fixed_findings f LEFT JOIN policies_h p ON p.account_id = f.account_id AND p.policy_id = f.subject_arn" +
    ` AND p.snapshot = ${after} WHERE f.subject_kind <> 'iam_user'`
  );
}
