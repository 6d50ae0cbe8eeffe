import { findingIdSql } from "../../assess/finding-rows.js";
import type { Engine } from "../../engine/engine.js";
import { stringLiteral } from "../../engine/sql.js";
import { userCredentials } from "../../entities/iam-user-credentials.js";
import { SLOTS } from "../../entities/key-slot.js";

/**
 * A finding's id holds the ids of user and key where a snapshot knows them, else the seconds in which they were made.
 * So the same thing has two ids where only one of two snapshots knows them. Fills `identity_links` (`snapshot`, `own`,
 * `linked`: hashes of ids): what the finding would be called with all that any snapshot of the history knows. A user is
 * the same where ARN and creation second are, a key where its user and its creation second are; what is not unique so is
 * not linked. Gives the number of links.
 */
export async function makeIdentityLinks(engine: Engine, snapshots: number): Promise<number> {
  await engine.run("CREATE OR REPLACE TABLE identity_links (snapshot INTEGER, own BIGINT, linked BIGINT)");
  const accounts = await mixedAccountsSql(engine);
  if (accounts === undefined) return 0;
  await engine.run(`CREATE OR REPLACE TABLE mixed_accounts AS ${accounts}`);
  await engine.run(`CREATE OR REPLACE VIEW mixed_users AS ${MIXED_USERS}`);
  await engine.run(`CREATE OR REPLACE VIEW told_persons AS ${TOLD_PERSONS}`);
  await engine.run(`CREATE OR REPLACE TABLE last_persons AS ${LAST_PERSONS}`);
  await engine.run(`CREATE OR REPLACE VIEW persons AS ${PERSONS}`);
  await engine.run(`CREATE OR REPLACE TABLE known_keys AS ${KNOWN_KEYS}`);
  // One snapshot after the other: the users of all of them at once would not fit in memory.
  for (let snapshot = 0; snapshot < snapshots; snapshot += 1) {
    await engine.run(`INSERT INTO identity_links ${linksSql(engine, snapshot)}`);
  }
  const [row] = await engine.all("SELECT count(*) AS n FROM identity_links");
  return Number(row?.n ?? 0);
}

/** What may be known of some of the rows of a user and not of others. */
const HALF_KNOWN: readonly (readonly [string, string])[] = [
  ["user_id IS NOT NULL", "user_id IS NULL"],
  ["created_at IS NOT NULL", "created_at IS NULL AND user_id IS NULL"],
  ...SLOTS.map(
    (slot) =>
      [
        `access_key_${slot}_id IS NOT NULL`,
        `access_key_${slot}_id IS NULL AND access_key_${slot}_created_at IS NOT NULL`,
      ] as const,
  ),
];

/**
 * The accounts in which the id of some users or keys is known, and that of others is not; undefined: none. Mostly all are
 * known or none is, which the statistics of the files tell without reading them.
 */
async function mixedAccountsSql(engine: Engine): Promise<string | undefined> {
  const any = async (condition: string) =>
    (await engine.all(`SELECT 1 AS x FROM iam_users_h WHERE ${condition} LIMIT 1`)).length > 0;
  const accounts = (condition: string) => `SELECT DISTINCT account_id FROM iam_users_h WHERE ${condition}`;
  const halves: string[] = [];
  for (const [yes, no] of HALF_KNOWN) {
    if (!(await any(yes)) || !(await any(no))) continue;
    halves.push(`(${accounts(yes)} INTERSECT ${accounts(no)})`);
  }
  return halves.length === 0 ? undefined : halves.join(" UNION ");
}

/** What tells keys and certificates apart. */
const IDENTIFYING = SLOTS.flatMap((slot) => [
  ...["active", "created_at", "id"].map((name) => `access_key_${slot}_${name}`),
  ...["active", "created_at"].map((name) => `certificate_${slot}_${name}`),
]);

const MIXED_USERS =
  `SELECT u.snapshot, u.account_id, u.arn, u.user_id, u.created_at, ${IDENTIFYING.join(", ")} FROM iam_users_h u` +
  " JOIN mixed_accounts m ON m.account_id = u.account_id";

/** Who a row is as far as it tells: the unique id, or that which another snapshot knows of the user made in that second. */
const TOLD_PERSONS =
  "SELECT u.*, coalesce(u.user_id, k.person, u.arn || '@' || CAST(u.created_at AS VARCHAR)) AS told FROM mixed_users u" +
  " LEFT JOIN (SELECT account_id, arn, created_at, min(user_id) AS person FROM mixed_users" +
  " WHERE user_id IS NOT NULL AND created_at IS NOT NULL GROUP BY account_id, arn, created_at" +
  " HAVING count(DISTINCT user_id) = 1) k" +
  " ON k.account_id = u.account_id AND k.arn = u.arn AND k.created_at = u.created_at";

/** A user of which nothing can be read any more has no creation date: it may be any of the ARN, so it is the last. */
const LAST_PERSONS =
  "SELECT account_id, arn, max_by(told, snapshot) AS person FROM told_persons WHERE told IS NOT NULL GROUP BY account_id, arn";

const PERSONS =
  "SELECT u.* EXCLUDE (told), coalesce(u.told, l.person, u.arn) AS person FROM told_persons u" +
  " LEFT JOIN last_persons l ON l.account_id = u.account_id AND l.arn = u.arn";

const KNOWN_KEYS =
  "SELECT account_id, person, made, min(id) AS id FROM (" +
  SLOTS.map(
    (slot) =>
      `SELECT account_id, person, access_key_${slot}_created_at AS made, access_key_${slot}_id AS id FROM persons`,
  ).join(" UNION ALL ") +
  ") k WHERE id IS NOT NULL AND made IS NOT NULL GROUP BY account_id, person, made HAVING count(DISTINCT id) = 1";

function linksSql({ dialect }: Engine, snapshot: number): string {
  const known = SLOTS.map(
    (slot) =>
      ` LEFT JOIN known_keys k${slot} ON k${slot}.account_id = p.account_id AND k${slot}.person = p.person` +
      ` AND k${slot}.made = p.access_key_${slot}_created_at`,
  ).join("");
  const identifying = IDENTIFYING.map((name) => {
    const slot = SLOTS.find((one) => name === `access_key_${one}_id`);
    return slot === undefined ? `p.${name}` : `coalesce(p.${name}, k${slot}.id) AS ${name}`;
  });
  const users =
    `SELECT p.snapshot, p.account_id, p.arn, p.person, ${identifying.join(", ")} FROM persons p${known}` +
    ` WHERE p.snapshot = ${snapshot}`;
  const linked = findingIdSql(dialect, {
    control: "f.control_id",
    account: "f.account_id",
    subject: "u.person",
    kind: "coalesce(f.credential, '')",
    credential: credentialIdentity(),
  });
  return (
    `SELECT snapshot, ${dialect.hash64("own")}, ${dialect.hash64("linked")} FROM (SELECT f.snapshot, f.finding_id AS own, ${linked} AS linked` +
    ` FROM verdicts_h f JOIN (${users}) u ON u.account_id = f.account_id AND u.arn = f.subject_arn` +
    ` WHERE f.snapshot = ${snapshot} AND f.subject_kind = 'iam_user') l WHERE linked <> own`
  );
}

/** What tells the credential of a finding `f` of a user `u` from others of its kind. */
function credentialIdentity(): string {
  const { inColumns, inRows } = userCredentials;
  const columns = inColumns.map(
    ({ kind, slot, sql }) =>
      `WHEN f.credential = ${stringLiteral(kind)} AND coalesce(f.slot, 0) = ${slot ?? 0} THEN ${sql("u").identity}`,
  );
  const rows = `WHEN f.credential IN (${inRows.kinds.map(stringLiteral).join(", ")}) THEN coalesce(f.credential_id, '?')`;
  return `CASE ${[...columns, rows].join(" ")} ELSE '' END`;
}
