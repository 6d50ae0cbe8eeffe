import type { JudgePlan } from "../assess/plan.js";
import { boundItems, sourceSql } from "../assess/run.js";
import type { DuckDBEngine } from "../engine/duckdb/open.js";
import type { Engine } from "../engine/engine.js";
import { RowWriter } from "../lake/row-writer.js";
import { type Glob, matches } from "../policy/glob.js";
import { MAX_PAIRS, type Place, tooMuch } from "./exception-scope.js";
import { exceptionMatches } from "./exception-tables.js";

/** Puts every subject that the plan judges into the table exception_subjects, its ARN taken apart, and gives their places. */
export async function listSubjects(engine: Engine, plan: JudgePlan, asOf: number): Promise<Place[]> {
  const sources = plan.runs.map((run) => {
    const items = boundItems(run, asOf);
    return `SELECT ${items.get("account_id")} AS account_id, ${items.get("subject_arn")} AS arn ${sourceSql(run, asOf)}`;
  });
  const parts = [1, 2, 3, 4, 5].map((part) => `split_part(arn, ':', ${part})`);
  await engine.run(
    "CREATE OR REPLACE TABLE exception_subjects AS SELECT account_id, arn, head, resource," +
      " CASE WHEN starts_with(resource, 'user/') THEN regexp_extract(resource, '[^/]*$') END AS user_name" +
      " FROM (SELECT account_id, arn, head, substr(arn, length(head) + 2) AS resource" +
      ` FROM (SELECT account_id, arn, concat(${parts.join(", ':', ")}) AS head` +
      ` FROM (${[...new Set(sources)].join(" UNION ")}) u WHERE arn IS NOT NULL) h) s`,
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

function candidatesSql({ dialect }: Pick<Engine, "dialect">): string {
  const columns = "r.n, r.sure, s.account_id, s.arn, s.resource";
  const pattern =
    `starts_with(s.resource, r.prefix) AND ${dialect.endsWith("s.resource", "r.suffix")}` +
    " AND length(s.resource) >= r.min_length AND (r.holds IS NULL OR strpos(s.resource, r.holds) > 0)";
  const ways = [
    ["resource", "s.resource = r.resource"],
    ["user_name", "s.user_name = r.user_name"],
    ["prefix", pattern],
  ] as const;
  return ways
    .flatMap(([column, condition]) => [
      `SELECT ${columns} FROM exception_subjects s` +
        ` JOIN (SELECT * FROM exception_rules WHERE scope IS NULL AND ${column} IS NOT NULL) r ON ${condition}`,
      `SELECT ${columns} FROM exception_rules r JOIN exception_scopes p ON p.scope = r.scope` +
        ` JOIN exception_subjects s ON s.account_id = p.account_id AND s.head = p.head AND ${condition}`,
    ])
    .join(" UNION ALL ");
}
