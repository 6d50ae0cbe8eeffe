import type { Control } from "../../assess/control.js";
import type { Engine } from "../../engine/engine.js";
import { scopeSql } from "./scope.js";
import { bitSql, wordNames } from "./snapshot-bits.js";

/**
 * Makes `histories`, a row a finding: its `id`; its `scope`; the words `h0`, ... of the snapshots in which it failed by
 * assumption (first half), was unknown (second half) or failed (both), and `c0`, ... of those in which its account was
 * covered (first half). One pass over the findings of all snapshots; texts are read, but only numbers are kept.
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
    const bit = (halves: "first" | "second" | "both") => bitSql(word, snapshots, halves);
    const bits = `CASE WHEN status = 'unknown' THEN ${bit("second")} WHEN assumed THEN ${bit("first")} ELSE ${bit("both")} END`;
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
  const found = "SELECT snapshot, id, control_id, account_id, status, assumed FROM linked_findings";
  if (!unseen) return found;
  return `${found} UNION ALL SELECT snapshot, id, control_id, account_id, 'unknown' AS status, FALSE AS assumed FROM unseen_findings`;
}
