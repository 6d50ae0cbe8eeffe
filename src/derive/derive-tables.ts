import type { DuckDBEngine } from "../engine/duckdb/open.js";
import type { SqlRow } from "../engine/engine.js";
import { identifier } from "../engine/sql.js";
import { effectiveMfa } from "../entities/effective-mfa.js";
import { privilege } from "../entities/privilege.js";
import type { StagedTable } from "../lake/commit.js";
import { parquetTarget } from "../lake/parquet.js";
import { RowWriter } from "../lake/row-writer.js";
import type { Stage } from "../lake/stage.js";
import { derivedColumns, withDerivedColumns } from "../model/derived-columns.js";
import type { LakeTable } from "../model/entity.js";
import { type Column, count, defineTable, type Table, text } from "../model/table.js";
import type { PolicyEngine } from "../policy/engine.js";
import type { RoleGraph } from "../policy/role-graph.js";
import type { Subject } from "../policy/subject.js";
import type { Assessments, NumberedAssessment } from "./assessments.js";
import { type Chain, UNKNOWN_CHAIN } from "./organization-chains.js";
import { writePolicyGrants } from "./policy-grants-table.js";
import { subjectOf } from "./subject-of.js";
import { readUserPolicies } from "./user-policies.js";
import { dropProfiles } from "./user-profiles.js";

/** So many users are looked at together: their policies are in memory at a time. */
const TOGETHER = 1_500;

/** Columns of the derived tables that the view `derive_users` has; all others come from the user's assessment. */
const OF_USER = new Set([
  ...["account_id", "arn", "user_id", "created_at", "password_enabled", "has_key", "key_services"],
  ...["password_last_changed_at", "device_registered", "mfa_kind"],
]);

const profileNumbers = defineTable({
  name: "derive_profile_numbers",
  doc: "The assessment of all users of a profile.",
  key: ["profile"],
  columns: { profile: text("of derive_profiles"), number: count("assessment; NULL: each user has its own") },
});

const userNumbers = defineTable({
  name: "derive_numbers",
  doc: "The assessment of each user of the other profiles.",
  key: ["arn"],
  columns: { arn: text("the user's ARN"), number: count("assessment") },
});

/** The columns that users with one assessment share. */
export const assessed: Table = defineTable({
  name: "derive_assessments",
  doc: "What was found out, once for all users that share it.",
  key: ["number"],
  columns: { number: count("assessment"), ...assessedColumns(effectiveMfa), ...assessedColumns(privilege) },
});

const TEMPORARY = [profileNumbers.name, userNumbers.name, assessed.name, "derive_queue", "derive_earlier"];

function assessedColumns(table: LakeTable): Record<string, Column> {
  const derived = derivedColumns(table);
  return Object.fromEntries(
    Object.entries(table.columns).filter(([name]) => !OF_USER.has(name) && !derived.has(name)),
  );
}

/**
 * What is worked through, in this order: distinct policies, for what they grant; profiles, one user for all alike; and each
 * user of those profiles whose policies ask who somebody is.
 */
export type DeriveStep = "policies" | "profiles" | "users";

export interface DeriveOptions {
  /** How many of a step are done, and all there are. */
  readonly onProgress?: ((step: DeriveStep, done: number, total: number) => void) | undefined;
}

export interface DeriveTools {
  /** As `createProfiles` numbered them. */
  readonly chains: readonly Chain[];
  readonly policyEngine: PolicyEngine;
  readonly graph: RoleGraph;
  readonly assessments: Assessments;
  /** The audit time in epoch seconds. */
  readonly asOf: number;
}

/**
 * Applies the policy engine to an opened snapshot whose profiles were made, and writes the derived tables into the stage. Each distinct set of
 * policies, evidence and credentials is evaluated once.
 */
export async function deriveTables(
  engine: DuckDBEngine,
  stage: Stage,
  tools: DeriveTools,
  { onProgress }: DeriveOptions = {},
): Promise<StagedTable[]> {
  // First, while no thread evaluates yet: policy texts take memory, and so does each thread.
  const { assessments } = tools;
  const grants = await writePolicyGrants(engine, stage, tools.policyEngine, (done, total) =>
    onProgress?.("policies", done, total),
  );
  const work = new Work(engine, tools, await RowWriter.create(engine, assessed), onProgress);
  await numberProfiles(engine, work, assessments);
  await numberPersonal(engine, work, assessments);
  work.close();
  const tables = [await write(engine, stage, effectiveMfa), await write(engine, stage, privilege), grants];
  for (const name of TEMPORARY) await engine.run(`DROP TABLE IF EXISTS temp.${identifier(name)}`);
  await dropProfiles(engine);
  return tables;
}

/** Looks at users some at a time, and writes the assessments that come of it. */
class Work {
  constructor(
    private readonly engine: DuckDBEngine,
    private readonly tools: DeriveTools,
    private readonly writer: RowWriter<Table>,
    private readonly onProgress: DeriveOptions["onProgress"],
  ) {}

  /** Calls `look` with each of the users that a query selects, by their ARNs, and what the policy engine is asked. */
  async each(step: DeriveStep, users: string, look: (user: SqlRow, subject: Subject) => void): Promise<void> {
    await this.engine.run(
      `CREATE OR REPLACE TEMP TABLE derive_queue AS SELECT row_number() OVER (ORDER BY q.arn) AS place, p.*, q.shared` +
        ` FROM (${users}) q JOIN derive_profiles p ON p.arn = q.arn`,
    );
    const [{ n = 0 } = {}] = await this.engine.all("SELECT count(*) AS n FROM derive_queue");
    const total = Number(n);
    // Other threads evaluate some while this one makes the keys of the next. Rows are added while no query runs.
    let evaluating: Promise<readonly NumberedAssessment[]> = Promise.resolve([]);
    for (let first = 1; first <= total; first += TOGETHER) {
      const [found] = await Promise.all([evaluating, this.some(first, look)]);
      this.add(found);
      evaluating = this.tools.assessments.flush();
      this.onProgress?.(step, Math.min(first + TOGETHER - 1, total), total);
    }
    this.add(await evaluating);
  }

  private add(found: readonly NumberedAssessment[]): void {
    for (const { number, key, columns } of found) {
      this.writer.add({ number, assessment_key: key, ...columns });
    }
  }

  private async some(first: number, look: (user: SqlRow, subject: Subject) => void): Promise<void> {
    const { chains, graph, asOf } = this.tools;
    const now = `SELECT account_id, arn, profile, shared FROM derive_queue WHERE place BETWEEN ${first} AND ${first + TOGETHER - 1}`;
    const policies = await readUserPolicies(this.engine, now);
    const users = await this.engine.all(
      `SELECT u.* EXCLUDE (created_at, password_last_changed_at), n.profile, n.shared FROM derive_users u JOIN (${now}) n` +
        " ON n.arn = u.arn ORDER BY u.arn",
    );
    for (const user of users) {
      const chain = chains[Number(user.chain)] ?? UNKNOWN_CHAIN;
      look(user, graph.complete(subjectOf(user, chain, policies, asOf)));
    }
  }

  close(): void {
    this.writer.close();
  }
}

/** One user of each profile stands for all, unless there are others and their policies ask who somebody is. */
async function numberProfiles(engine: DuckDBEngine, work: Work, assessments: Assessments): Promise<void> {
  const writer = await RowWriter.create(engine, profileNumbers);
  await work.each(
    "profiles",
    "SELECT min(arn) AS arn, count(*) > 1 AS shared FROM derive_profiles GROUP BY profile",
    (user, subject) => {
      const personal = user.shared === true && assessments.isPersonal(subject);
      const number = personal ? null : assessments.numberOf(subject);
      writer.add({ profile: String(user.profile), number });
    },
  );
  writer.close();
}

async function numberPersonal(engine: DuckDBEngine, work: Work, assessments: Assessments): Promise<void> {
  const writer = await RowWriter.create(engine, userNumbers);
  const users =
    "SELECT p.arn, false AS shared FROM derive_profiles p JOIN derive_profile_numbers n ON n.profile = p.profile" +
    " WHERE n.number IS NULL";
  await work.each("users", users, (user, subject) => {
    writer.add({ arn: String(user.arn), number: assessments.numberOf(subject) });
  });
  writer.close();
}

/** Writes a table: what is the user's from the user, all else from its assessment. */
async function write(engine: DuckDBEngine, stage: Stage, table: LakeTable): Promise<StagedTable> {
  const names = Object.keys(table.columns).map(identifier).join(", ");
  const derived = derivedColumns(table);
  const columns = Object.keys(table.columns)
    .filter((name) => !derived.has(name))
    .map((name) => `${OF_USER.has(name) ? "u" : "a"}.${identifier(name)} AS ${identifier(name)}`);
  const rows =
    `SELECT ${columns.join(", ")} FROM derive_users u JOIN derive_profiles p ON p.arn = u.arn` +
    " LEFT JOIN derive_profile_numbers f ON f.profile = p.profile LEFT JOIN derive_numbers n ON n.arn = u.arn" +
    " LEFT JOIN derive_assessments a ON a.number = coalesce(f.number, n.number)" +
    " ORDER BY u.account_id, u.arn";
  const sql = `SELECT ${names} FROM (${withDerivedColumns(table, rows)}) d`;
  const [written] = await engine.all(`COPY (${sql}) TO ${parquetTarget(stage.tableFile(table.name))}`);
  return { name: table.name, rows: Number(Object.values(written ?? {})[0] ?? 0) };
}
