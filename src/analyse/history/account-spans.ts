import type { Control } from "../../assess/control.js";
import type { Engine } from "../../engine/engine.js";
import { stringLiteral } from "../../engine/sql.js";
import { accountScopeSql } from "./scope.js";
import type { HistoryFilter } from "./snapshot.js";
import { bitSql, wordNames } from "./snapshot-bits.js";

/**
 * In which snapshots accounts were covered (the first half of the words `c0`, ...) and in which they were there at all
 * (the second half): a row an account in the table `account_spans`, and a row a scope, that is a control's subjects of
 * the account, in `scope_spans`. They are covered unless the account's one finding of the control says that the evidence
 * which their rows come from is missing.
 */
export async function makeAccountSpans(
  engine: Engine,
  controls: readonly Control[],
  snapshots: number,
  filter: HistoryFilter,
): Promise<void> {
  const tables = [...new Set(controls.map(({ declaration }) => declaration.subject.table))];
  const numbers = controls.map(({ declaration }) => tables.indexOf(declaration.subject.table));
  await engine.run(`CREATE OR REPLACE TABLE missing_h AS ${missingSql(controls, numbers)}`);
  await engine.run(
    `CREATE OR REPLACE TABLE subject_spans AS ${subjectSpansSql(engine, tables.length, snapshots, filter)}`,
  );
  const words = wordNames("c", snapshots);
  const joined = words.map((name) => `${engine.dialect.bitOr(name)} AS ${name}`).join(", ");
  await engine.run(
    `CREATE OR REPLACE TABLE account_spans AS SELECT account_id, ${joined} FROM subject_spans GROUP BY account_id`,
  );
  const scopes = numbers.map((table, control) => `(${control + 1}, ${table})`).join(", ");
  await engine.run(
    `CREATE OR REPLACE TABLE scope_spans AS SELECT ${accountScopeSql(engine.dialect, "s.account_id")} + c.control AS scope, ${joined}` +
      ` FROM subject_spans s JOIN (VALUES ${scopes}) c(control, subjects) ON c.subjects = s.subjects GROUP BY 1`,
  );
}

/** Accounts of which a control's table has nothing, with the number of that table. */
function missingSql(controls: readonly Control[], numbers: readonly number[]): string {
  const cases = controls.map(
    ({ declaration: { id } }, index) => `WHEN ${stringLiteral(id)} THEN ${numbers[index]}`,
  );
  return (
    `SELECT DISTINCT snapshot, account_id, CASE control_id ${cases.join(" ")} END AS subjects` +
    " FROM findings_h WHERE subject_kind = 'account'"
  );
}

/** A row an account and table of subjects. */
function subjectSpansSql(
  { dialect }: Engine,
  tables: number,
  snapshots: number,
  { accounts }: HistoryFilter,
): string {
  const words = wordNames("c", snapshots).map((name, word) => {
    const bit = (half: "first" | "second") => bitSql(word, snapshots, half, "a.snapshot");
    const covered = `CASE WHEN m.account_id IS NULL THEN ${bit("first")} ELSE CAST(0 AS BIGINT) END`;
    return `${dialect.bitOr(`${covered} + ${bit("second")}`)} AS ${name}`;
  });
  const subjects = Array.from({ length: tables }, (_, index) => `(${index})`).join(", ");
  const only =
    accounts.length === 0 ? "" : ` WHERE a.account_id IN (${accounts.map(stringLiteral).join(", ")})`;
  return (
    `SELECT a.account_id, t.subjects, ${words.join(", ")} FROM accounts_h a CROSS JOIN (VALUES ${subjects}) t(subjects)` +
    " LEFT JOIN missing_h m ON m.snapshot = a.snapshot AND m.account_id = a.account_id AND m.subjects = t.subjects" +
    `${only} GROUP BY a.account_id, t.subjects`
  );
}
