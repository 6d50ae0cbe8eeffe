import { stringLiteral } from "../engine/sql.js";
import type { ControlDeclaration } from "../model/control.js";
import { tableNamed } from "../model/tables/index.js";
import { EVIDENCE_KINDS } from "../sources/index.js";

export type SubjectKind = ControlDeclaration["subject"]["kind"];

/** Something with rows that belong to subjects or their accounts, and the letter that conditions call it by. */
export interface Aliased {
  readonly alias: string;
  /** What stands in FROM. */
  readonly source: string;
  readonly columns: readonly string[];
}

/** What is known of a kind of subject: a table with all of them, and those that have a row for each of its rows. */
export interface SubjectTables {
  readonly base: Aliased;
  /** The column that tells subjects apart, in all of these tables. */
  readonly key: string;
  readonly others: readonly Aliased[];
}

export const SUBJECT_TABLES: Readonly<Record<SubjectKind, SubjectTables>> = {
  iam_user: {
    base: aliased("iam_users", "u"),
    key: "arn",
    others: [aliased("effective_mfa", "m"), aliased("privilege", "p")],
  },
  root_user: { base: aliased("root_users", "r"), key: "arn", others: [] },
  iam_policy: { base: aliased("policy_grants", "g"), key: "policy_id", others: [] },
};

/** Of the account of whatever subject: the account itself, and how collecting its evidence ended. */
export const ACCOUNT_TABLES: readonly Aliased[] = [aliased("accounts", "a"), coverageByAccount()];

function aliased(table: string, alias: string): Aliased {
  return { alias, source: table, columns: Object.keys(tableNamed(table).columns) };
}

/** `c.scp = 'ok'`: one column for each kind of evidence with its status, and when the credential report was made. */
function coverageByAccount(): Aliased {
  const of = (kind: string, column: string) =>
    `max(CASE WHEN kind = ${stringLiteral(kind)} THEN ${column} END)`;
  const columns = {
    ...Object.fromEntries(EVIDENCE_KINDS.map((kind) => [kind, of(kind, "status")])),
    report_generated_at: of("credential_report", "generated_at"),
  };
  const selected = Object.entries(columns).map(([name, sql]) => `${sql} AS ${name}`);
  return {
    alias: "c",
    source: `(SELECT account_id, ${selected.join(", ")} FROM coverage GROUP BY account_id)`,
    columns: ["account_id", ...Object.keys(columns)],
  };
}
