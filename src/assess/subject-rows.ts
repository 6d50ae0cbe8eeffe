import { identifier, stringLiteral } from "../engine/sql.js";
import type { Entity } from "../model/entity.js";
import { conditionSql } from "./any-credential.js";
import { CREDENTIAL_ALIAS } from "./bind.js";
import { ACCOUNT_TABLES, type Aliased, subjectTables } from "./condition.js";
import type { Control } from "./control.js";
import { sourceOf, subjectRank } from "./passes.js";
import { asOfSql, type Run, rowCredentials, scopeCondition, subjectAlias } from "./run.js";
import { readsOneTable } from "./select.js";
import type { Token } from "./tokens.js";

/**
 * A query with one row a subject of a kind and, in its columns, the ranks of controls and what is known of the subject.
 * Controls that read nothing but the subject's tables are judged in place, others in a query of their own.
 */
export class SubjectRows {
  private readonly joined: string[] = [];

  constructor(readonly entity: Entity) {}

  /** The column that tells subjects apart. */
  get key(): string {
    return `${this.entity.alias}.${this.entity.arn}`;
  }

  /** SQL of the rank of one control's verdict; its runs are for different accounts. NULL: none is for this account. */
  rank(runs: readonly Run[]): string {
    return this.byAccount(runs, (run) => (this.isPlain(run.control) ? subjectRank(run) : this.joinRank(run)));
  }

  /** SQL of a condition of a control, with the parameters that hold for the subject's account. */
  condition(runs: readonly Run[], tokens: readonly Token[]): string {
    return this.byAccount(runs, ({ control, set }) => {
      const names = { values: set.values, asOf: asOfSql(this.entity.alias) };
      const { folder: where, declaration } = control;
      return conditionSql(this.entity, tokens, names, { where, kinds: declaration.credentials });
    });
  }

  /** SELECT of expressions by the names of their columns, for some accounts only where any are named. */
  select(columns: Readonly<Record<string, string>>, accounts: readonly string[] = []): string {
    const { alias, arn, name } = this.entity;
    const selected = Object.entries(columns).map(([column, sql]) => `${sql} AS ${identifier(column)}`);
    const used = (one: Aliased) => selected.some((sql) => new RegExp(`\\b${one.alias}\\.`).test(sql));
    const join = (other: Aliased, on: readonly string[]) =>
      `LEFT JOIN ${other.source} ${other.alias} ON ${on.map((column) => `${other.alias}.${column} = ${alias}.${column}`).join(" AND ")}`;
    const companions = subjectTables(this.entity).slice(1);
    return [
      `SELECT ${selected.join(", ")} FROM ${name} ${alias}`,
      ...companions.filter(used).map((other) => join(other, ["account_id", arn])),
      ...ACCOUNT_TABLES.filter(used).map((other) => join(other, ["account_id"])),
      ...this.joined,
      ...(accounts.length === 0
        ? []
        : [`WHERE ${alias}.account_id IN (${accounts.map(stringLiteral).join(", ")})`]),
    ].join(" ");
  }

  private byAccount(runs: readonly Run[], sql: (run: Run) => string): string {
    const parts = runs.map((run) => [scopeCondition(run, this.entity.alias), sql(run)] as const);
    const [first] = parts;
    if (parts.length === 1 && first !== undefined && first[0] === undefined) return first[1];
    return `CASE ${parts.map(([scope, one]) => `WHEN ${scope ?? "TRUE"} THEN ${one}`).join(" ")} END`;
  }

  private isPlain(control: Control): boolean {
    const own = subjectTables(this.entity).find(({ source }) => source === control.table.name);
    return (
      readsOneTable(control.select) &&
      rowCredentials(control) === undefined &&
      (control.select.alias === CREDENTIAL_ALIAS || own?.alias === control.select.alias)
    );
  }

  private joinRank(run: Run): string {
    const { entity } = this;
    const alias = subjectAlias(run.control);
    const own = `j${this.joined.length}`;
    const subject = `${alias}.account_id AS account_id, ${alias}.${entity.arn} AS subject_key`;
    this.joined.push(
      `LEFT JOIN (SELECT ${subject}, ${subjectRank(run)} AS verdict ${sourceOf(run)}) ${own}` +
        ` ON ${own}.account_id = ${entity.alias}.account_id AND ${own}.subject_key = ${entity.alias}.${entity.arn}`,
    );
    return `${own}.verdict`;
  }
}
