import { identifier, stringLiteral } from "../engine/sql.js";
import { bind } from "./bind.js";
import type { Control } from "./control.js";
import { boundItems, type Run, scopeCondition, sourceSql } from "./run.js";
import { readsOneTable, subjectTable } from "./select.js";
import { ACCOUNT_TABLES, type Aliased, SUBJECT_TABLES, type SubjectKind } from "./subject-tables.js";
import type { Token } from "./tokens.js";
import { type ColumnSql, subjectRankSql } from "./verdict-sql.js";

/**
 * A query with one row a subject of a kind and, in its columns, the ranks of controls and what is known of the subject.
 * Controls that read nothing but one of the subject's tables are judged in place, others in a query of their own.
 */
export class SubjectQuery {
  private readonly joined: string[] = [];

  constructor(
    readonly kind: SubjectKind,
    private readonly asOf: number,
  ) {}

  /** The column that tells subjects apart. */
  get key(): string {
    const { base, key } = SUBJECT_TABLES[this.kind];
    return `${base.alias}.${key}`;
  }

  /** SQL of the rank of one control's verdict; its runs are for different accounts. NULL: none is for this account. */
  rank(runs: readonly Run[]): string {
    return this.byAccount(runs, (run) =>
      this.isPlain(run.control) ? plainRank(run, this.asOf) : this.joinRank(run),
    );
  }

  /** SQL of a condition of a control, with the parameters that hold for the subject's account. */
  condition(runs: readonly Run[], tokens: readonly Token[]): string {
    return this.byAccount(runs, ({ control, set }) => {
      const values = new Map([...set.values, ["as_of", this.asOf] as const]);
      return `(${bind(tokens, values, control.folder)})`;
    });
  }

  /** SELECT of expressions by the names of their columns, for some accounts only where any are named. */
  select(columns: Readonly<Record<string, string>>, accounts: readonly string[] = []): string {
    const { base, key, others } = SUBJECT_TABLES[this.kind];
    const selected = Object.entries(columns).map(([name, sql]) => `${sql} AS ${identifier(name)}`);
    const used = ({ alias }: Aliased) => selected.some((sql) => new RegExp(`\\b${alias}\\.`).test(sql));
    const join = ({ source, alias }: Aliased, column: string) =>
      `LEFT JOIN ${source} ${alias} ON ${alias}.${column} = ${base.alias}.${column}`;
    return [
      `SELECT ${selected.join(", ")} FROM ${base.source} ${base.alias}`,
      ...others.filter(used).map((other) => join(other, key)),
      ...ACCOUNT_TABLES.filter(used).map((other) => join(other, "account_id")),
      ...this.joined,
      ...(accounts.length === 0
        ? []
        : [`WHERE ${base.alias}.account_id IN (${accounts.map(stringLiteral).join(", ")})`]),
    ].join(" ");
  }

  private byAccount(runs: readonly Run[], sql: (run: Run) => string): string {
    const { alias } = SUBJECT_TABLES[this.kind].base;
    const parts = runs.map((run) => [scopeCondition(run, alias), sql(run)] as const);
    const [first] = parts;
    if (parts.length === 1 && first !== undefined && first[0] === undefined) return first[1];
    return `CASE ${parts.map(([scope, one]) => `WHEN ${scope ?? "TRUE"} THEN ${one}`).join(" ")} END`;
  }

  private isPlain({ select, declaration }: Control): boolean {
    const { base, key, others } = SUBJECT_TABLES[this.kind];
    const table = [base, ...others].find(({ source }) => source === subjectTable(select));
    return readsOneTable(select) && table?.alias === select.alias && declaration.subject.key === key;
  }

  private joinRank(run: Run): string {
    const { base, key } = SUBJECT_TABLES[this.kind];
    const { alias } = run.control.select;
    const own = `j${this.joined.length}`;
    const subject = `${alias}.account_id, ${alias}.${run.control.declaration.subject.key} AS subject_key`;
    this.joined.push(
      `LEFT JOIN (SELECT ${subject}, ${plainRank(run, this.asOf)} AS verdict ${sourceSql(run, this.asOf)}) ${own}` +
        ` ON ${own}.account_id = ${base.alias}.account_id AND ${own}.subject_key = ${base.alias}.${key}`,
    );
    return `${own}.verdict`;
  }
}

function plainRank(run: Run, asOf: number): string {
  const items = boundItems(run, asOf);
  const column: ColumnSql = (name) => {
    const sql = items.get(name);
    return sql === undefined ? "NULL" : `(${sql})`;
  };
  return subjectRankSql(run.control, column);
}
