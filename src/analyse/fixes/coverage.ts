import type { Engine } from "../../engine/engine.js";
import { identifier, literal, stringLiteral } from "../../engine/sql.js";
import type { RiskContext } from "../risk/credential-risks.js";
import { credentialRisksSql } from "../risk/credential-risks.js";
import type { FixDeclaration } from "./catalogue.js";
import { riskColumns } from "./states.js";

/** Every credential with its risk in each state, and `fix_<n>`: whether the fix of that number covers it. */
export const CREDENTIALS_TABLE = "fix_credentials";

/** Failing findings: SELECT or table with the columns of the table `findings`. Those that are excepted are left out. */
export type FindingsSource = string;

/** Makes the table of credentials, once for a ranking. */
export async function createCoverage(
  engine: Engine,
  context: RiskContext,
  fixes: readonly FixDeclaration[],
  findings: FindingsSource,
): Promise<void> {
  const controls = [...new Set(fixes.flatMap(({ covers }) => covers.map(({ control }) => control)))].sort();
  const risks = Object.entries(riskColumns(context.model)).map(([name, sql]) => `${sql} AS ${name}`);
  const covered = fixes.map((fix, number) => `${coverSql(fix, context.asOf)} AS fix_${number}`);
  const kept = `${KEPT.map((name) => `c.${name}`).join(", ")}`;
  await engine.run(
    `CREATE OR REPLACE TABLE ${CREDENTIALS_TABLE} AS WITH failed AS (${failedSql(findings, controls)})` +
      ` SELECT ${kept}, ${risks.join(", ")}, ${covered.join(", ")} FROM (${credentialRisksSql(context)}) c` +
      ` LEFT JOIN failed own ON own.subject_arn = c.arn AND own.credential = c.credential AND coalesce(own.slot, 0) = coalesce(c.slot, 0)` +
      " LEFT JOIN failed whole ON whole.subject_arn = c.arn AND whole.credential = ''",
  );
}

const KEPT = [
  ...["account_id", "arn", "name", "credential", "slot", "kind", "owner", "owner_from", "org_id", "ou_path"],
  ...["created_at", "last_used_at", "last_used_service", "last_used_region", "activity_at", "rank_mfa"],
];

/** One row for each user and each credential of it that fails one of the controls: their tiers, 0 where there is none. */
function failedSql(findings: FindingsSource, controls: readonly string[]): string {
  const tiers = controls.map(
    (control) =>
      `max(CASE WHEN f.control_id = ${stringLiteral(control)} THEN coalesce(f.tier, 0) END) AS ${identifier(control)}`,
  );
  return (
    `SELECT f.subject_arn, coalesce(f.credential, '') AS credential, f.slot, ${tiers.join(", ")} FROM ${findings} f` +
    ` WHERE f.status = 'fail' AND f.control_id IN (${controls.map(stringLiteral).join(", ")}) GROUP BY 1, 2, 3`
  );
}

function coverSql({ covers, where }: FixDeclaration, asOf: number): string {
  const entries = covers.map(({ control, credentials, from_tier: from, below_tier: below }) => {
    const tier = `coalesce(own.${identifier(control)}, whole.${identifier(control)})`;
    return [
      `c.credential IN (${credentials.map((credential) => stringLiteral(credential)).join(", ")})`,
      `${tier} IS NOT NULL`,
      ...(from === undefined ? [] : [`${tier} >= ${from}`]),
      ...(below === undefined ? [] : [`${tier} < ${below}`]),
    ].join(" AND ");
  });
  const more = where === undefined ? "" : ` AND (${where.replaceAll(":as_of", literal(asOf))})`;
  return `coalesce((${entries.join(" OR ")})${more}, FALSE)`;
}
