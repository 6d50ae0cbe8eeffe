import type { JudgePlan } from "../assess/plan.js";
import type { DuckDBEngine } from "../engine/duckdb/open.js";
import type { Engine } from "../engine/engine.js";
import { RowWriter } from "../lake/row-writer.js";
import { type Glob, matches } from "../policy/glob.js";
import { MAX_PAIRS, type Place, tooMuch } from "./exception-scope.js";
import { exceptionMatches } from "./exception-tables.js";

/** Puts every subject that the plan judges into the table exception_subjects, its ARN taken apart, and gives their places. */
export async function listSubjects(engine: Engine, plan: JudgePlan): Promise<Place[]> {
  const entities = new Set(plan.controls.map(({ entity }) => entity));
  const sources = [...entities].map(({ name, arn }) => `SELECT account_id, ${arn} AS arn FROM ${name}`);
  const parts = [1, 2, 3, 4, 5].map((part) => `split_part(arn, ':', ${part})`);
  await engine.run(
    "CREATE OR REPLACE TABLE exception_subjects AS SELECT account_id, arn, head, resource," +
      " CASE WHEN starts_with(resource, 'user/') THEN regexp_extract(resource, '[^/]*$') END AS user_name" +
      " FROM (SELECT account_id, arn, head, substr(arn, length(head) + 2) AS resource" +
      ` FROM (SELECT account_id, arn, concat(${parts.join(", ':', ")}) AS head` +
      ` FROM (${sources.join(" UNION ")}) u WHERE arn IS NOT NULL) h) s`,
  );
  const rows = await engine.all(
    "SELECT s.account_id, s.head, min(a.ou_path) AS ou_path FROM (SELECT DISTINCT account_id, head FROM exception_subjects) s" +
      " LEFT JOIN accounts a ON a.account_id = s.account_id GROUP BY 1, 2 ORDER BY 1, 2",
  );
  return rows.map(({ account_id, head, ou_path }) => ({
    accountId: String(account_id),
    head: String(head),
    ouPath: typeof ou_path === "string" ? ou_path : null,
  }));
}

/**
 * Fills the table exception_matches: the subjects that each exception is for. Whole resources and names are found by hash
 * joins, and patterns compared by their beginning and end, which no name can make slow. What a pattern with more in it lets
 * through is looked at one by one.
 */
export async function matchSubjects(
  engine: DuckDBEngine,
  patterns: ReadonlyMap<number, Glob>,
): Promise<void> {
  await engine.run(
    `CREATE OR REPLACE TABLE exception_candidates AS SELECT * FROM (${candidatesSql(engine)}) c LIMIT ${MAX_PAIRS + 1}`,
  );
  const [counted] = await engine.all("SELECT count(*) AS n FROM exception_candidates");
  if (Number(counted?.n) > MAX_PAIRS) throw tooMuch();
  const verified = await RowWriter.create(engine, exceptionMatches, "exception_verified");
  try {
    if (patterns.size > 0) {
      for await (const rows of engine.batches("SELECT * FROM exception_candidates WHERE NOT sure")) {
        for (const { n, account_id, arn, resource } of rows) {
          const pattern = patterns.get(Number(n));
          if (pattern === undefined || !matches(pattern, String(resource))) continue;
          verified.add({ n: Number(n), account_id: String(account_id), arn: String(arn) });
        }
      }
    }
  } finally {
    verified.close();
  }
  await engine.run(
    "CREATE OR REPLACE TEMP TABLE exception_matches AS SELECT n, account_id, arn FROM exception_candidates WHERE sure" +
      " UNION ALL SELECT n, account_id, arn FROM exception_verified",
  );
  await engine.run("DROP TABLE exception_candidates");
}

/** Every pair of an exception and a subject that the rules let through. */
function candidatesSql({ dialect }: Pick<Engine, "dialect">): string {
  const columns = "r.n, r.sure, s.account_id, s.arn, s.resource";
  const fits = (resource: string) =>
    `starts_with(${resource}, r.prefix) AND ${dialect.endsWith(resource, "r.suffix")}` +
    ` AND length(${resource}) >= r.min_length AND (r.holds IS NULL OR strpos(${resource}, r.holds) > 0)`;
  const everywhere = (column: string) =>
    `(SELECT * FROM exception_rules WHERE scope IS NULL AND ${column} IS NOT NULL) r`;
  const somewhere =
    `SELECT ${columns} FROM exception_rules r JOIN exception_scopes p ON p.scope = r.scope` +
    " JOIN exception_subjects s ON s.account_id = p.account_id AND s.head = p.head";
  // The same names are in many accounts: each is compared with the patterns once.
  const fitting =
    "SELECT r.n, r.sure, d.resource FROM (SELECT DISTINCT resource FROM exception_subjects) d" +
    ` JOIN ${everywhere("prefix")} ON ${fits("d.resource")}`;
  return [
    ...["resource", "user_name"].flatMap((column) => [
      `SELECT ${columns} FROM exception_subjects s JOIN ${everywhere(column)} ON s.${column} = r.${column}`,
      `${somewhere} AND s.${column} = r.${column}`,
    ]),
    `SELECT ${columns} FROM exception_subjects s JOIN (${fitting}) r ON s.resource = r.resource`,
    `${somewhere} AND ${fits("s.resource")}`,
  ].join(" UNION ALL ");
}
