import type { Engine } from "../../engine/engine.js";
import { identifier, stringLiteral } from "../../engine/sql.js";
import { accountOwnerColumns } from "../people/owners.js";
import { atAuditTime, type RiskContext } from "../risk/credential-risks.js";
import { ANY, type FixCatalogue, type FixDeclaration, SUBJECT } from "./catalogue.js";
import {
  CREDENTIALS_TABLE,
  createRests,
  FAILING,
  type FixedFindingsAsked,
  OF_CREDENTIAL,
  OF_HOLDER,
  RESTS,
} from "./rests.js";
import { STATES } from "./states.js";

/** Every credential, and every subject on which a failing finding rests that rests on no credential, by `id`. */
export const ROWS = "fix_rows";

/**
 * What fixes can be for: the rows on which a failing finding rests, by `id`, with their risk in each state, their kind and place, and
 * `fix_<n>`: whether the fix of that number covers it. What else is known of them is in `fix_rows`.
 */
export const TARGETS = "fix_targets";

/** Makes the table of targets, once for a ranking. */
export async function createTargets(
  engine: Engine,
  context: RiskContext,
  catalogue: FixCatalogue,
  asked: FixedFindingsAsked,
): Promise<void> {
  await createRests(engine, context, catalogue, asked);
  await engine.run(`CREATE OR REPLACE TABLE fix_subjects AS ${subjectsSql(context)}`);
  const columns = [...OF_HOLDER, ...OF_CREDENTIAL, ...RISKS, "id"];
  const all = [CREDENTIALS_TABLE, "fix_subjects"].map(
    (table) => `SELECT ${columns.join(", ")} FROM ${table}`,
  );
  await engine.run(`CREATE OR REPLACE VIEW ${ROWS} AS ${all.join(" UNION ALL ")}`);
  const { fixes } = catalogue;
  const controls = [...new Set(fixes.flatMap(({ covers }) => covers.map(({ control }) => control)))]
    .filter((control) => control !== ANY)
    .sort();
  const tiers = controls.map(
    (control) =>
      `max(CASE WHEN control_id = ${stringLiteral(control)} THEN tier END) AS ${identifier(control)}`,
  );
  const idle = IDLE.filter((one) => controls.includes(one)).map((one) => `x.${identifier(one)} IS NOT NULL`);
  const covered = fixes.map((fix, number) => `${coverSql(fix)} AS fix_${number}`);
  const kept = ["id", "kind", "org_id", "ou_path", ...RISKS].map((name) => `c.${name}`);
  const own = controls.map((one) => `, x.${identifier(one)}`).join("");
  await engine.run(
    `CREATE OR REPLACE TABLE ${TARGETS} AS SELECT ${[...kept, ...covered].join(", ")} FROM (SELECT t.*${own},` +
      ` (${idle.join(" OR ") || "FALSE"}) AS idle FROM ${ROWS} t` +
      ` JOIN (SELECT id, ${tiers.join(", ")} FROM ${RESTS} GROUP BY id) x ON x.id = t.id) c`,
  );
}

/** Findings that say that nobody uses what they are about. */
const IDLE = ["user-unused-credential", "user-unused"];

const RISKS = Array.from({ length: STATES }, (_, state) => `r_${state}`);

/** The subjects of findings that rest on no credential: these have no risk. */
function subjectsSql({ owners, dialect }: RiskContext): string {
  const owner = accountOwnerColumns(owners, dialect);
  const ofAccount: Readonly<Record<string, string>> = {
    account_id: "f.account_id",
    arn: "f.subject_arn",
    as_of: "a.as_of",
    name: "regexp_replace(f.subject_arn, '^.*/', '')",
    kind: "'unclear'",
    ...owner,
    org_id: "a.org_id",
    ou_path: "a.ou_path",
    scps_may_apply: "a.scps_may_apply",
    break_glass: "FALSE",
  };
  const holder = OF_HOLDER.map((name) => {
    const otherwise = ofAccount[name];
    return otherwise === undefined ? `h.${name}` : `coalesce(h.${name}, ${otherwise}) AS ${name}`;
  });
  const none = OF_CREDENTIAL.map((name) =>
    name === "credential" ? `'${SUBJECT}' AS credential` : `c.${name}`,
  );
  return (
    `SELECT ${[...holder, ...none, ...RISKS.map((name) => `0 AS ${name}`)].join(", ")}, -f.n AS id FROM ${FAILING} f` +
    ` JOIN ${RESTS} s ON s.id = -f.n LEFT JOIN fix_holders h ON h.account_id = f.account_id AND h.arn = f.subject_arn` +
    // No row ever fits: it gives the columns of a credential their types.
    ` LEFT JOIN accounts a ON a.account_id = f.account_id LEFT JOIN ${CREDENTIALS_TABLE} c ON c.id = -f.n`
  );
}

function coverSql({ covers, where, users }: FixDeclaration): string {
  const entries = covers.map(({ control, credentials, from_tier: from, below_tier: below }) => {
    const tier = `c.${identifier(control)}`;
    return [
      `c.credential IN (${credentials.map((credential) => stringLiteral(credential)).join(", ")})`,
      ...(control === ANY ? [] : [`${tier} IS NOT NULL`]),
      ...(from === undefined ? [] : [`${tier} >= ${from}`]),
      ...(below === undefined ? [] : [`${tier} < ${below}`]),
    ].join(" AND ");
  });
  const more = [
    ...(where === undefined ? [] : [`(${atAuditTime(where)})`]),
    ...(users === "all" ? [] : [users === "break-glass" ? "c.break_glass" : "NOT c.break_glass"]),
  ];
  return `coalesce(${[`(${entries.join(" OR ")})`, ...more].join(" AND ")}, FALSE)`;
}
