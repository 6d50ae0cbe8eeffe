import type { Engine } from "../../engine/engine.js";
import { stringLiteral } from "../../engine/sql.js";
import type { RiskContext } from "../risk/credential-risks.js";
import { credentialRisksSql, holdersSql } from "../risk/credential-risks.js";
import type { FixCatalogue } from "./catalogue.js";
import { riskColumns } from "./states.js";

/** Findings: SELECT or table with the columns of the table `findings`. Those that are excepted are left out. */
export type FindingsSource = string;

/** Every failing finding, with a number `n`; with its id only where it was asked for, as ids are dear. */
export const FAILING = "fix_failing";
/** Every credential with its risk in each state, and a number `id`. */
export const CREDENTIALS_TABLE = "fix_credentials";
/**
 * What each failing finding rests on: its number, its control and tier, and the `id` of a credential; of what rests on no credential,
 * the negative number of the finding, which stands for its subject.
 */
export const RESTS = "fix_rests";

/** The findings that fixes are for. */
export interface FixedFindingsAsked {
  readonly findings: FindingsSource;
  /** The table of failing findings has their ids. */
  readonly withIds?: boolean;
}

/** Makes the tables of failing findings, of credentials, and of what rests on what. */
export async function createRests(
  engine: Engine,
  context: RiskContext,
  { restsOn }: FixCatalogue,
  { findings, withIds = false }: FixedFindingsAsked,
): Promise<void> {
  await engine.run(
    `CREATE OR REPLACE TABLE ${FAILING} AS SELECT row_number() OVER () AS n,${withIds ? " f.finding_id," : ""} f.control_id, f.account_id, f.subject_arn,` +
      ` f.subject_kind, f.credential, f.slot, coalesce(f.tier, 0) AS tier FROM ${findings} f WHERE f.status = 'fail'`,
  );
  await engine.run(`CREATE OR REPLACE TABLE fix_holders AS ${holdersSql(context)}`);
  const risks = Object.entries(riskColumns(context.model)).map(([name, sql]) => `${sql} AS ${name}`);
  await engine.run(
    `CREATE OR REPLACE TABLE ${CREDENTIALS_TABLE} AS SELECT row_number() OVER () AS id, ${KEPT.map((name) => `c.${name}`).join(", ")},` +
      ` ${risks.join(", ")} FROM (${credentialRisksSql(context, "fix_holders")}) c`,
  );
  const whole = Object.entries(restsOn).map(
    ([control, { credentials }]) =>
      `WHEN ${stringLiteral(control)} THEN c.credential IN (${credentials.map(stringLiteral).join(", ")})`,
  );
  const own = "c.credential = f.credential AND coalesce(c.slot, 0) = coalesce(f.slot, 0)";
  const found =
    `SELECT f.n, c.id FROM ${FAILING} f JOIN ${CREDENTIALS_TABLE} c ON c.account_id = f.account_id AND c.arn = f.subject_arn` +
    ` WHERE CASE WHEN f.credential IS NULL THEN CASE f.control_id ${whole.join(" ")} ELSE FALSE END ELSE ${own} END`;
  await engine.run(
    `CREATE OR REPLACE TABLE ${RESTS} AS SELECT f.n, f.control_id, f.tier, coalesce(x.id, -f.n) AS id FROM ${FAILING} f` +
      ` LEFT JOIN (${found}) x ON x.n = f.n`,
  );
}

/** What is known of whoever holds a credential. */
export const OF_HOLDER = [
  ...[
    "account_id",
    "arn",
    "as_of",
    "name",
    "kind",
    "owner",
    "owner_from",
    "org_id",
    "ou_path",
    "scps_may_apply",
  ],
  ...["break_glass", "rank_mfa", "mfa_active", "claimable", "key_enforced", "has_active_key"],
];

/** What is known of a credential itself. */
export const OF_CREDENTIAL = [
  ...[
    "credential",
    "slot",
    "credential_id",
    "created_at",
    "last_used_at",
    "last_used_service",
    "last_used_region",
  ],
  ...["activity_at", "spare", "emergency", "rank_now"],
];

const KEPT = [...OF_HOLDER, ...OF_CREDENTIAL];
