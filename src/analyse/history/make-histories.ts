import type { Control } from "../../assess/control.js";
import type { Engine } from "../../engine/engine.js";
import { scopeSql } from "./scope.js";
import { bitSql, wordNames } from "./snapshot-bits.js";

/**
 * Makes `histories`, a row a finding: `id`, a hash of what is the same over time; `scope`; `since`, the earliest that was
 * stored; the words `h0`, ... of the snapshots in which it failed (first half) and was unknown (second half), and `c0`,
 * ... of those in which its account was covered (first half).
 *
 * One pass over all snapshots. Two findings of one scope whose hashes are equal would be taken for one: among ten million
 * findings that has a chance of 1 in 100,000.
 */
export async function makeHistories(
  engine: Engine,
  controls: readonly Control[],
  snapshots: number,
  unseen: boolean,
): Promise<void> {
  const { dialect } = engine;
  const words = wordNames("h", snapshots);
  const joined = words.map((name, word) => {
    const bits = `CASE WHEN status = 'fail' THEN ${bitSql(word, snapshots, "first")} ELSE ${bitSql(word, snapshots, "second")} END`;
    return `${dialect.bitOr(bits)} AS ${name}`;
  });
  const scope = scopeSql(dialect, controls, "control_id", "account_id");
  await engine.run(
    `CREATE OR REPLACE TABLE found AS SELECT ${dialect.hash64("same_id")} AS id, ${scope} AS scope, ${joined.join(", ")},` +
      ` min(since) AS since FROM (${rowsSql(unseen)}) r GROUP BY 1, 2`,
  );
  const covered = wordNames("c", snapshots).map((name) => `coalesce(s.${name}, 0) AS ${name}`);
  await engine.run(
    `CREATE OR REPLACE TABLE histories AS SELECT f.*, ${covered.join(", ")} FROM found f LEFT JOIN scope_spans s ON s.scope = f.scope`,
  );
  await engine.run("DROP TABLE found");
}

function rowsSql(unseen: boolean): string {
  const found = "SELECT snapshot, same_id, control_id, account_id, status, since FROM linked_findings";
  if (!unseen) return found;
  return `${found} UNION ALL SELECT snapshot, same_id, control_id, account_id, 'unknown', CAST(NULL AS BIGINT) FROM unseen_findings`;
}
