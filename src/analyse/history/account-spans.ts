import type { Control } from "../../assess/control.js";
import type { Engine } from "../../engine/engine.js";
import { stringLiteral } from "../../engine/sql.js";
import { accountScopeSql } from "./scope.js";
import { entitiesOf } from "./series.js";
import type { HistoryFilter } from "./snapshot.js";
import { bitSql, wordNames } from "./snapshot-bits.js";

/**
 * In which snapshots accounts were covered (both halves of the words `c0`, ...), in which something of them could be read but not
 * that (the second half), and in which a list of their organization lacked them (the first half); in all others they are as they
 * were before. A row an account and kind of thing in the table `subject_spans`, and a row a scope, that is a control's subjects
 * of the account, in `scope_spans`. An account is covered unless nothing that lists its subjects is there and none of them is known.
 */
export async function makeAccountSpans(
  engine: Engine,
  controls: readonly Control[],
  snapshots: number,
  filter: HistoryFilter,
): Promise<void> {
  const entities = entitiesOf(controls);
  await engine.run(
    `CREATE OR REPLACE TABLE subject_spans AS ${subjectSpansSql(engine, entities.length, snapshots, filter)}`,
  );
  const words = wordNames("c", snapshots);
  const scopes = controls
    .map(({ entity }, place) => `(${place + 1}, ${entities.indexOf(entity)})`)
    .join(", ");
  await engine.run(
    `CREATE OR REPLACE TABLE scope_spans AS SELECT ${accountScopeSql(engine.dialect, "s.account_id")} + c.control AS scope,` +
      ` ${words.map((name) => `${engine.dialect.bitOr(name)} AS ${name}`).join(", ")}` +
      ` FROM subject_spans s JOIN (VALUES ${scopes}) c(control, subjects) ON c.subjects = s.subjects GROUP BY 1`,
  );
}

/** A row an account and kind of thing: the number of kinds is `kinds`, and `subjects` the place of one among them. */
function subjectSpansSql(
  { dialect }: Engine,
  kinds: number,
  snapshots: number,
  { accounts }: HistoryFilter,
): string {
  const words = wordNames("c", snapshots).map((name, word) => {
    const bit = (halves: "both" | "first" | "second") => bitSql(word, snapshots, halves, "a.snapshot");
    const bits = `CASE WHEN a.gone THEN ${bit("first")} WHEN u.account_id IS NULL OR u.some_known THEN ${bit("both")} ELSE ${bit("second")} END`;
    return `${dialect.bitOr(bits)} AS ${name}`;
  });
  const subjects = Array.from({ length: kinds }, (_, index) => `(${index})`).join(", ");
  const spans =
    "SELECT snapshot, account_id, FALSE AS gone FROM read_h UNION ALL SELECT snapshot, account_id, TRUE AS gone FROM gone_h";
  const only =
    accounts.length === 0 ? "" : ` WHERE a.account_id IN (${accounts.map(stringLiteral).join(", ")})`;
  return (
    `SELECT a.account_id, t.subjects, ${words.join(", ")} FROM (${spans}) a CROSS JOIN (VALUES ${subjects}) t(subjects)` +
    " LEFT JOIN unlisted_h u ON u.snapshot = a.snapshot AND u.account_id = a.account_id AND u.subjects = t.subjects" +
    `${only} GROUP BY a.account_id, t.subjects`
  );
}
