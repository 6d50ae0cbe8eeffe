import type { Control } from "../../assess/control.js";
import type { Engine } from "../../engine/engine.js";
import { scopeSql } from "./scope.js";
import { bitSql, wordNames } from "./snapshot-bits.js";

/**
 * Makes `histories`, a row a finding: its `id`; its `scope`; the words `h0`, ... of the snapshots in which it failed
 * (first half) and was unknown (second half), and `c0`, ... of those in which its account was covered (first half).
 * One pass over the findings of all snapshots; texts are read, but only numbers are kept.
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
    `CREATE OR REPLACE TABLE found AS SELECT id, ${scope} AS scope, ${joined.join(", ")}` +
      ` FROM (${rowsSql(unseen)}) r GROUP BY 1, 2`,
  );
  const covered = wordNames("c", snapshots).map((name) => `coalesce(s.${name}, 0) AS ${name}`);
  await engine.run(
    `CREATE OR REPLACE VIEW histories AS SELECT f.*, ${covered.join(", ")} FROM found f LEFT JOIN scope_spans s ON s.scope = f.scope`,
  );
}

function rowsSql(unseen: boolean): string {
  const found = "SELECT snapshot, id, control_id, account_id, status FROM linked_findings";
  if (!unseen) return found;
  return `${found} UNION ALL SELECT snapshot, id, control_id, account_id, 'unknown' AS status FROM unseen_findings`;
}
