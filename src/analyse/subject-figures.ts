import type { Control } from "../assess/control.js";
import { missingAccounts } from "../assess/missing-accounts.js";
import type { JudgePlan } from "../assess/plan.js";
import type { Engine } from "../engine/engine.js";
import { identifier, stringLiteral } from "../engine/sql.js";
import { measureByGroup, measurePrevalence, percentOf } from "./prevalence.js";

/** How many subjects of a control fail, as `Prevalence` has it. */
export interface SubjectFigures {
  readonly control_id: string;
  readonly population: number;
  readonly fail: number;
  readonly unknown: number;
  readonly percent: number | null;
}

/**
 * The figures of controls over an opened snapshot whose stored `findings` are open too, and over these accounts only where
 * some are named. Where each finding is a subject, the stored ones are counted, which is many times faster than to judge
 * again; where a subject may have several, or the query joins other tables, it is judged.
 */
export async function measureSubjects(
  engine: Engine,
  plan: JudgePlan,
  asOf: number,
  accounts: readonly string[],
): Promise<SubjectFigures[]> {
  const stored = await countStored(engine, plan.controls.filter(isCountable), accounts);
  const others = plan.controls.filter((control) => !isCountable(control));
  const runs = plan.runs.filter(({ control }) => others.includes(control));
  const judged = await judge(engine, { ...plan, controls: others, runs }, asOf, accounts);
  const byId = new Map([...stored, ...judged].map((figures) => [figures.control_id, figures]));
  return plan.controls.flatMap(({ declaration: { id } }) => byId.get(id) ?? []);
}

/** `FROM table alias` and nothing else, and no credentials. */
function isCountable({ declaration, select }: Control): boolean {
  return (
    declaration.credentials.length === 0 && select.from.filter(({ kind }) => kind !== "space").length === 3
  );
}

async function judge(
  engine: Engine,
  plan: JudgePlan,
  asOf: number,
  accounts: readonly string[],
): Promise<readonly SubjectFigures[]> {
  if (plan.controls.length === 0) return [];
  if (accounts.length === 0) return await measurePrevalence(engine, plan, asOf, new Map());
  const groups = await measureByGroup(engine, plan, asOf, (account) => String(accounts.includes(account)));
  return groups.get("true") ?? [];
}

async function countStored(
  engine: Engine,
  controls: readonly Control[],
  accounts: readonly string[],
): Promise<SubjectFigures[]> {
  const only =
    accounts.length === 0 ? "" : ` WHERE account_id IN (${accounts.map(stringLiteral).join(", ")})`;
  const tables = new Set(controls.map(({ declaration }) => declaration.subject.table));
  const populations = new Map<string, number>();
  for (const table of tables) populations.set(table, await population(engine, table, only, accounts));
  const rows = await engine.all(
    `SELECT control_id, status, count(*) AS n FROM findings${only} GROUP BY control_id, status`,
  );
  const count = (id: string, status: string) =>
    Number(rows.find((row) => row.control_id === id && row.status === status)?.n ?? 0);
  return controls.map(({ declaration: { id, subject } }) => {
    const all = populations.get(subject.table) ?? 0;
    const fail = count(id, "fail");
    return {
      control_id: id,
      population: all,
      fail,
      unknown: count(id, "unknown"),
      percent: percentOf(fail, all),
    };
  });
}

/** The subjects of a table, and the accounts that each count as one of which nothing is known. */
async function population(
  engine: Engine,
  table: string,
  only: string,
  accounts: readonly string[],
): Promise<number> {
  const [row] = await engine.all(`SELECT count(*) AS n FROM ${identifier(table)}${only}`);
  const missing = (await missingAccounts(engine, table)).filter(
    ({ accountId }) => accounts.length === 0 || accounts.includes(accountId),
  );
  return Number(row?.n ?? 0) + missing.length;
}
