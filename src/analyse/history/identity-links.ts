import { findingIdSql, keyIdentitySql } from "../../assess/finding-id-sql.js";
import type { Engine } from "../../engine/engine.js";

/**
 * A finding's id holds the ids of user and key where a snapshot knows them, else the ARN and the second the key was made.
 * So the same thing has two ids where only one of two snapshots knows them. Fills `identity_links` (`snapshot`,
 * `finding_id`, `linked_id`): the id it has with all that any snapshot of the history knows. A user is the same where ARN
 * and creation second are, a key where its user and its creation second are; what is not unique so is not linked.
 * Gives the number of links.
 */
export async function makeIdentityLinks(engine: Engine): Promise<number> {
  await engine.run(
    "CREATE OR REPLACE TABLE identity_links (snapshot INTEGER, finding_id VARCHAR, linked_id VARCHAR)",
  );
  const accounts = await mixedAccountsSql(engine);
  if (accounts === undefined) return 0;
  await engine.run(`CREATE OR REPLACE TABLE mixed_users AS ${mixedUsersSql(accounts)}`);
  await engine.run(`CREATE OR REPLACE TABLE known_persons AS ${KNOWN_PERSONS}`);
  await engine.run(`CREATE OR REPLACE TABLE persons AS ${PERSONS}`);
  await engine.run(`CREATE OR REPLACE TABLE known_keys AS ${KNOWN_KEYS}`);
  await engine.run(`INSERT INTO identity_links ${linksSql(engine)}`);
  const [row] = await engine.all("SELECT count(*) AS n FROM identity_links");
  return Number(row?.n ?? 0);
}

/**
 * The accounts in which some users have an id and some have none, or of which any key id is known; undefined: none.
 * Mostly all users have an id or none has, which the statistics of the files tell without reading them.
 */
async function mixedAccountsSql(engine: Engine): Promise<string | undefined> {
  const any = async (condition: string) =>
    (await engine.all(`SELECT 1 AS x FROM iam_users_h WHERE ${condition} LIMIT 1`)).length > 0;
  const accounts = (condition: string) => `SELECT DISTINCT account_id FROM iam_users_h WHERE ${condition}`;
  const parts: string[] = [];
  if ((await any("user_id IS NOT NULL")) && (await any("user_id IS NULL"))) {
    parts.push(`(${accounts("user_id IS NULL")} INTERSECT ${accounts("user_id IS NOT NULL")})`);
  }
  for (const known of ["access_key_1_id IS NOT NULL", "access_key_2_id IS NOT NULL"]) {
    if (await any(known)) parts.push(accounts(known));
  }
  return parts.length === 0 ? undefined : parts.join(" UNION ");
}

const KEY_COLUMNS = ["active", "created_at", "id"]
  .flatMap((name) => [1, 2].map((slot) => `access_key_${slot}_${name}`))
  .join(", ");

function mixedUsersSql(accounts: string): string {
  return (
    `SELECT snapshot, account_id, arn, user_id, created_at, ${KEY_COLUMNS} FROM iam_users_h` +
    ` WHERE account_id IN (${accounts})`
  );
}

/** A user of which nothing can be read any more has no creation date: it may be any of the ARN, so it is the last. */
const KNOWN_PERSONS =
  "SELECT account_id, arn, created_at, min(user_id) AS person FROM mixed_users" +
  " WHERE user_id IS NOT NULL AND created_at IS NOT NULL GROUP BY account_id, arn, created_at" +
  " HAVING count(DISTINCT user_id) = 1 UNION ALL" +
  " SELECT account_id, arn, CAST(NULL AS BIGINT), max_by(user_id, snapshot) FROM mixed_users" +
  " WHERE user_id IS NOT NULL GROUP BY account_id, arn";

const PERSONS =
  "SELECT u.*, coalesce(u.user_id, k.person, u.arn) AS person FROM mixed_users u LEFT JOIN known_persons k" +
  " ON k.account_id = u.account_id AND k.arn = u.arn AND coalesce(k.created_at, -1) = coalesce(u.created_at, -1)";

const KNOWN_KEYS =
  "SELECT account_id, person, made, min(id) AS id FROM (" +
  [1, 2]
    .map(
      (slot) =>
        `SELECT account_id, person, access_key_${slot}_created_at AS made, access_key_${slot}_id AS id FROM persons`,
    )
    .join(" UNION ALL ") +
  ") k WHERE id IS NOT NULL AND made IS NOT NULL GROUP BY account_id, person, made HAVING count(DISTINCT id) = 1";

function linksSql({ dialect }: Engine): string {
  const keys = [1, 2]
    .map((slot) => {
      const column = `access_key_${slot}`;
      return `p.${column}_active, p.${column}_created_at, coalesce(p.${column}_id, k${slot}.id) AS ${column}_id`;
    })
    .join(", ");
  const known = [1, 2]
    .map(
      (slot) =>
        ` LEFT JOIN known_keys k${slot} ON k${slot}.account_id = p.account_id AND k${slot}.person = p.person` +
        ` AND k${slot}.made = p.access_key_${slot}_created_at`,
    )
    .join("");
  const users = `SELECT p.snapshot, p.account_id, p.arn, p.person, ${keys} FROM persons p${known}`;
  const linked = findingIdSql(dialect, {
    control: "f.control_id",
    account: "f.account_id",
    subject: "u.person",
    kind: "coalesce(f.credential, '')",
    credential: `CASE WHEN f.credential = 'access_key' AND f.slot = 1 THEN ${keyIdentitySql("u", 1)} WHEN f.credential = 'access_key' THEN ${keyIdentitySql("u", 2)} ELSE '' END`,
  });
  return (
    `SELECT snapshot, finding_id, linked_id FROM (SELECT f.snapshot, f.finding_id, ${linked} AS linked_id` +
    ` FROM findings_h f JOIN (${users}) u ON u.snapshot = f.snapshot AND u.account_id = f.account_id` +
    " AND u.arn = f.subject_arn WHERE f.subject_kind = 'iam_user') l WHERE linked_id <> finding_id"
  );
}
