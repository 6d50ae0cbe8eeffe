import { loadControls } from "../../assess/load.js";
import { type JudgePlan, planJudging } from "../../assess/plan.js";
import { createTable } from "../../engine/ddl.js";
import { type DuckDBEngine, openDuckDB } from "../../engine/duckdb/open.js";
import { identifier, literal } from "../../engine/sql.js";
import type { CauseSearch, ControlCauses } from "../../model/results/causes.js";
import { ALL_TABLES, tableNamed } from "../../sources/tables.js";
import { findCauses } from "./find-causes.js";

export const AS_OF = Date.UTC(2026, 0, 1) / 1000;

type Row = Readonly<Record<string, string | number | boolean | null | readonly string[]>>;

/** Users in tables as a snapshot has them. They fail `user-inline-policies` where `inline_policies` is not 0. */
export class Cohort {
  private constructor(
    readonly engine: DuckDBEngine,
    readonly plan: JudgePlan,
  ) {}

  static async open(users: readonly Row[], accounts: readonly Row[] = []): Promise<Cohort> {
    const controls = await loadControls();
    const own = controls.filter(({ declaration }) => declaration.id === "user-inline-policies");
    const cohort = new Cohort(await openDuckDB({ threads: 1 }), planJudging(own, []));
    for (const table of ALL_TABLES) await cohort.engine.run(createTable(table));
    await cohort.insert("iam_users", users);
    const ids = [...new Set(users.map((user) => String(user.account_id)))];
    await cohort.insert(
      "accounts",
      ids.map((id) => ({ account_id: id, ...accounts.find((one) => one.account_id === id) })),
    );
    return cohort;
  }

  close(): void {
    this.engine.close();
  }

  async insert(table: string, rows: readonly Row[]): Promise<void> {
    if (rows.length === 0) return;
    const { columns } = tableNamed(table);
    const names = Object.keys(columns).filter((name) => rows.some((row) => row[name] !== undefined));
    const values = rows.map((row) => `(${names.map((name) => literal(row[name] ?? null)).join(", ")})`);
    await this.engine.run(
      `INSERT INTO ${table} (${names.map(identifier).join(", ")}) VALUES ${values.join(", ")}`,
    );
  }

  /** Has users fail by a condition on `iam_users`; NULL: it is not known. */
  async fail(condition: string): Promise<void> {
    await this.engine.run(
      `UPDATE iam_users SET inline_policies = CASE WHEN ${condition} THEN 1 WHEN NOT (${condition}) THEN 0 END`,
    );
  }

  async search(accounts: readonly string[] = []): Promise<CauseSearch> {
    return await findCauses(this.engine, { plan: this.plan, asOf: AS_OF, accounts });
  }

  async causes(accounts: readonly string[] = []): Promise<ControlCauses["causes"]> {
    return (await this.search(accounts)).controls.flatMap(({ causes }) => causes);
  }
}

/** `count` users spread over accounts, each with an ordinary set of traits and made on a day of its own. */
export function ordinaryUsers(count: number, accounts: number): Row[] {
  return Array.from({ length: count }, (_, index) => {
    const account = accountId(index % accounts);
    const name = `${["ann", "bob", "ci", "app", "svc"][index % 5]}-${index}`;
    return {
      account_id: account,
      arn: `arn:aws:iam::${account}:user/${name}`,
      user_name: name,
      path: index % 3 === 0 ? "/service/" : "/",
      created_at: AS_OF - 86_400 * (100 + index),
      groups: index % 4 === 0 ? ["Developers"] : ["Readers", "All"],
      tags: JSON.stringify({
        team: `team-${index % 7}`,
        ...(Math.floor(index / accounts) % 2 === 0 ? { env: "prod" } : {}),
      }),
    };
  });
}

export function accountId(number: number): string {
  return String(111_100_000_000 + number);
}
