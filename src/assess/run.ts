import { stringLiteral } from "../engine/sql.js";
import { bind } from "./bind.js";
import type { Control } from "./control.js";
import type { ParameterSet } from "./parameters.js";

/** One run of one control: its parameter values and the accounts they hold for. */
export interface Run {
  readonly control: Control;
  readonly set: ParameterSet;
}

/** The expressions of a control's columns with the run's values put in, by column name. */
export function boundItems({ control, set }: Run, asOf: number): Map<string, string> {
  const values = new Map([...set.values, ["as_of", asOf] as const]);
  const { items } = control.select;
  return new Map([...items].map(([name, tokens]) => [name, bind(tokens, values, control.folder)]));
}

/** FROM and WHERE of a run: the control's own FROM, and the accounts the run is for. */
export function sourceSql(run: Run, asOf: number): string {
  const { control, set } = run;
  const from = bind(control.select.from, new Map([...set.values, ["as_of", asOf] as const]), control.folder);
  return `${from} ${scopeSql(run)}`.trim();
}

function scopeSql(run: Run): string {
  const condition = scopeCondition(run, run.control.select.alias);
  return condition === undefined ? "" : `WHERE ${condition}`;
}

/** A condition: the run is for the account of the row that the alias stands for. Undefined: it is for all accounts. */
export function scopeCondition({ set }: Run, alias: string): string | undefined {
  const { scope } = set;
  const [accounts, not] = "only" in scope ? [scope.only, ""] : [scope.except, "NOT "];
  if (accounts.length === 0) return "only" in scope ? "FALSE" : undefined;
  return `${alias}.account_id ${not}IN (${accounts.map(stringLiteral).join(", ")})`;
}
