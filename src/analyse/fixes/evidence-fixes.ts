import { lackEvidence, lackingSql } from "../../assess/missing-evidence.js";
import type { SqlRow } from "../../engine/engine.js";
import { textOf } from "../../engine/row-values.js";
import { stringLiteral } from "../../engine/sql.js";
import { counted, thousands } from "../../model/listed.js";
import type { EvidenceFix } from "../../model/results/fixes.js";
import { SOURCES, sourceOf } from "../../sources/index.js";
import type { Source } from "../../sources/source.js";
import type { FixInput } from "./fix-first.js";

/** Kinds of evidence that are of a whole organization. */
const OF_ORGANIZATION = SOURCES.filter(({ scope }: Source) => scope === "organization").flatMap(
  ({ kinds }: Source) => kinds,
);

/**
 * The evidence whose lack keeps verdicts unknown: each kind is one fix, or one for each organization where it is an organization's. What is
 * unknown for want of several kinds counts for the first that its control asks for.
 */
export async function evidenceFixes({
  engine,
  unknown: findings,
  controls,
  catalogue: { collectingHours: hours },
}: FixInput): Promise<EvidenceFix[]> {
  if (findings === undefined) return [];
  const lacking = (await lackEvidence(engine, controls)).map(
    (control) =>
      `SELECT ${stringLiteral(control.declaration.id)} AS control_id, l.account_id, l.missing, l.status, l.detail FROM (${lackingSql(control)}) l`,
  );
  if (lacking.length === 0) return [];
  // An account of which nobody lists the users stands for them.
  const ofUsers = [
    "",
    ...controls.flatMap(({ declaration, entity }) => (entity.credentials ? declaration.id : [])),
  ].map(stringLiteral);
  const organization = `CASE WHEN l.missing IN (${OF_ORGANIZATION.map(stringLiteral).join(", ")}) THEN a.org_id END`;
  const rows = await engine.all(
    `SELECT l.missing, ${organization} AS org_id, f.account_id, count(DISTINCT CASE WHEN f.control_id IN (${ofUsers.join(", ")}) THEN f.subject_arn END) AS users, count(*) AS unknown,` +
      " max(CASE WHEN l.status = 'denied' THEN l.detail END) AS denied" +
      ` FROM ${findings} f JOIN (${lacking.join(" UNION ALL ")}) l ON l.control_id = f.control_id AND l.account_id = f.account_id` +
      " LEFT JOIN accounts a ON a.account_id = f.account_id WHERE f.status = 'unknown' GROUP BY 1, 2, 3 ORDER BY 1, 2, 3",
  );
  const groups = new Map<string, SqlRow[]>();
  for (const row of rows) {
    const key = [`collect:${row.missing}`, ...(row.org_id === null ? [] : [row.org_id])].join(":");
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [row]);
    else known.push(row);
  }
  const fixes = [...groups].map(([fix, own]) => evidenceFix(fix, own, hours));
  return fixes.sort((a, b) => b.users - a.users || b.unknown - a.unknown || (a.fix < b.fix ? -1 : 1));
}

function evidenceFix(fix: string, rows: readonly SqlRow[], hours: number): EvidenceFix {
  const sum = (name: string) => rows.reduce((all, row) => all + Number(row[name]), 0);
  const accounts = rows.map((row) => String(row.account_id));
  const [first] = rows;
  const organization = textOf(first?.org_id);
  const [users, denied] = [sum("users"), textOf(rows.find((row) => row.denied !== null)?.denied)];
  const unknown = sum("unknown");
  const settled = users > 0 ? counted(users, "user") : counted(unknown, "verdict");
  const kind = String(first?.missing);
  const options = `${organization === null ? "" : " --org"}${sourceOf(kind)?.asked === "full" ? " --full" : ""}`;
  const place =
    organization ??
    (accounts.length === 1 ? `account ${accounts[0]}` : `${thousands(accounts.length)} accounts`);
  const why = denied === null ? "" : `, which takes ${denied}`;
  return {
    fix,
    title: `Collect ${kindText(kind)} of ${place}${why}: settles ${settled}`,
    users,
    unknown,
    effort: { hours },
    accounts,
    command: denied === null ? `iamspect collect${options}` : "iamspect doctor",
  };
}

/** As people call them. */
const WORDS: Readonly<Record<string, string>> = {
  organization: "the membership",
  scp: "the service control policies",
  rcp: "the resource control policies",
};

function kindText(kind: string): string {
  return WORDS[kind] ?? `the ${kind.replaceAll("_", " ")}`;
}
