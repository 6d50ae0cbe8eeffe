import { loadFixes } from "../analyse/fixes/catalogue.js";
import { fixFirst } from "../analyse/fixes/fix-first.js";
import { createTable } from "../engine/ddl.js";
import { identifier, literal } from "../engine/sql.js";
import type { Fix } from "../model/results/fixes.js";
import { count, defineTable, flag, text } from "../model/table.js";
import type { OpenedPlan } from "./judge-run.js";
import { failingFindingsOf } from "./lay-over.js";
import { riskContext } from "./risk-context.js";

/** The table `fixes` of queries. */
export const fixesTable = defineTable({
  name: "fixes",
  doc: "What to do first, as fix-first ranks it, what is excepted too and evidence to collect not: made when a query names it.",
  key: ["rank"],
  columns: {
    rank: count("place in the list, from 1"),
    fix: text("id of the kind of fix: docs/fix-first.md"),
    title: text("what to do, in a sentence"),
    emergency: text("id of the emergency that it ends; NULL: it is none"),
    users: count("users, root users or policies to which it does something"),
    credentials: count("passwords and access keys among these"),
    risk_hundredths: count("hundredths of points of risk that it removes, after all fixes before it"),
    minutes: count("minutes of work"),
    reversible: flag("it can be undone"),
    breaks: text("what could break"),
    findings_resolved: count("failing findings that pass afterwards"),
    command: text("what a person can run now"),
  },
});
type FixColumn = keyof typeof fixesTable.columns;

/** Whether a query may read the table: to rank fixes takes a while. */
export function namesFixes(sql: string): boolean {
  return /\bfixes\b/i.test(sql);
}

/** Statements that make the table, of a snapshot that is opened for judging. */
export async function fixStatements(opened: OpenedPlan, again: string): Promise<string[]> {
  const { engine, plan } = opened;
  const context = await riskContext(engine, undefined);
  const findings = await failingFindingsOf(opened);
  const input = { engine, context, catalogue: await loadFixes(), findings, controls: plan.controls };
  const fixes = await (await fixFirst(input, { again })).details();
  const columns = Object.keys(fixesTable.columns) as FixColumn[];
  const rows = fixes.map((fix, place) => {
    const row = rowOf(fix, place);
    return `(${columns.map((name) => literal(row[name])).join(", ")})`;
  });
  if (rows.length === 0) return [createTable(fixesTable)];
  const into = `${identifier(fixesTable.name)} (${columns.map(identifier).join(", ")})`;
  return [createTable(fixesTable), `INSERT INTO ${into} VALUES ${rows.join(", ")}`];
}

function rowOf(fix: Fix, place: number): Readonly<Record<FixColumn, string | number | boolean | null>> {
  return {
    rank: place + 1,
    fix: fix.fix,
    title: fix.title,
    emergency: fix.emergency,
    users: fix.users,
    credentials: fix.credentials,
    risk_hundredths: Math.round(100 * fix.risk_removed),
    minutes: Math.round(60 * fix.effort.hours),
    reversible: fix.reversible,
    breaks: fix.breaks,
    findings_resolved: fix.findings.resolved,
    command: fix.command,
  };
}
