import type { Engine, SqlRow } from "../../engine/engine.js";
import { textOf, timeOf } from "../../engine/row-values.js";
import { DAY_SECONDS } from "../../model/time.js";
import { type Held, HOLDERS, SUBJECT } from "./catalogue.js";
import type { CommandSubject } from "./commands.js";
import { PARTS } from "./parts.js";

/** A use of AWS within this time may be one that still goes on. */
const IN_USE_DAYS = 90;

/** What a part of the list does and to whom, after all parts before it. */
export interface PartStats {
  /** Of its fix in the ranking. */
  readonly place: number;
  /** Whose it is, in a list by owner. */
  readonly owner: string | null;
  /** Hundredths of a point. */
  readonly removed: number;
  readonly users: number;
  /** Passwords and keys. */
  readonly credentials: number;
  /** Credentials, and subjects without one. */
  readonly held: Held;
  /** The account, where it is one. */
  readonly account: string | null;
  /** The most dangerous of what it is for. */
  readonly first: CommandSubject;
  /** Credentials that were used within 90 days, and the latest use of any, ISO 8601. */
  readonly inUse: number;
  readonly lastUsedAt: string | null;
}

const FIRST = ["arn", "name", "credential", "credential_id"];

/** One entry a part, in the order of the list. */
export async function partStats(engine: Engine): Promise<PartStats[]> {
  const counts = HOLDERS.map((one) => `sum(CASE WHEN kind = '${one}' THEN 1 ELSE 0 END) AS n_${one}`);
  const rows = await engine.all(
    `SELECT part, min(place) AS place, min(owner) AS owner, sum(removed) AS removed, count(DISTINCT arn) AS users, ${counts.join(", ")},` +
      ` sum(CASE WHEN credential <> '${SUBJECT}' THEN 1 ELSE 0 END) AS credentials,` +
      ` ${FIRST.map((name) => `min_by(${name}, n) AS first_${name}`).join(", ")},` +
      " CASE WHEN min(account_id) = max(account_id) THEN min(account_id) END AS account," +
      ` sum(CASE WHEN last_used_at > as_of - ${IN_USE_DAYS * DAY_SECONDS} THEN 1 ELSE 0 END) AS in_use, max(last_used_at) AS last_used_at` +
      ` FROM ${PARTS} GROUP BY part ORDER BY part`,
  );
  return rows.map((row) => ({
    place: Number(row.place),
    owner: textOf(row.owner),
    removed: Number(row.removed),
    users: Number(row.users),
    credentials: Number(row.credentials),
    held: Object.fromEntries(HOLDERS.map((one) => [one, Number(row[`n_${one}`])])) as Held,
    account: textOf(row.account),
    first: {
      arn: String(row.first_arn),
      name: String(row.first_name),
      credential: textOf(row.first_credential),
      credential_id: textOf(row.first_credential_id),
    },
    inUse: Number(row.in_use),
    lastUsedAt: timeOf(row.last_used_at),
  }));
}

/** The services and Regions that credentials of a part were last used for, the most frequent first. */
export async function partUses(engine: Engine): Promise<SqlRow[][]> {
  return byPart(
    await engine.all(
      `SELECT part, last_used_service AS service, last_used_region AS region, count(*) AS n FROM ${PARTS}` +
        " WHERE last_used_service IS NOT NULL GROUP BY 1, 2, 3 ORDER BY part, n DESC, service, region",
    ),
  );
}

/** Owners by part, the one with most risk first. */
export async function partOwners(engine: Engine): Promise<SqlRow[][]> {
  return byPart(
    await engine.all(
      `SELECT part, owner, count(DISTINCT arn) AS users, sum(removed) AS removed FROM ${PARTS}` +
        " GROUP BY 1, 2 ORDER BY part, removed DESC, owner NULLS LAST",
    ),
  );
}

/** What the parts are for, the most dangerous of each first; `most` of each part only. */
export function partSubjects(engine: Engine, most?: number): AsyncIterable<SqlRow[]> {
  const numbered = `SELECT *, row_number() OVER (PARTITION BY part ORDER BY n) AS nth FROM ${PARTS}`;
  const some = most === undefined ? PARTS : `(SELECT * FROM (${numbered}) q WHERE q.nth <= ${most})`;
  return engine.batches(
    `SELECT p.*, a.name AS account_name FROM ${some} p LEFT JOIN accounts a ON a.account_id = p.account_id ORDER BY p.part, p.n`,
  );
}

function byPart(rows: readonly SqlRow[]): SqlRow[][] {
  const parts: SqlRow[][] = [];
  for (const row of rows) {
    const part = Number(row.part);
    const known = parts[part];
    if (known === undefined) parts[part] = [row];
    else known.push(row);
  }
  return parts;
}
