import { literal } from "../engine/sql.js";
import type { ParameterValue } from "../model/control.js";
import { UserError } from "../model/user-error.js";
import type { Token } from "./tokens.js";

/** What stands for the names in a control's SQL. */
export interface Names {
  readonly values: ReadonlyMap<string, ParameterValue>;
  /** SQL of the audit time of the row's account. */
  readonly asOf: string;
  /** SQL of a column of the credential `c`; undefined: there is no credential in scope. */
  readonly credential?: (column: string) => string;
}

/** The alias by which SQL of controls speaks of the credential that is judged. */
export const CREDENTIAL_ALIAS = "c";

/** SQL text with each `:name` replaced by a typed literal or the audit time, and each `c.column` by what the credential has there. */
export function bind(tokens: readonly Token[], names: Names, where: string): string {
  let sql = "";
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (token === undefined) break;
    const column = names.credential === undefined ? undefined : credentialColumn(tokens, at);
    if (column !== undefined) {
      sql += names.credential?.(column) ?? "";
      at += 2;
    } else sql += token.kind === "parameter" ? parameter(token.text, names, where) : token.text;
  }
  return sql.trim();
}

/** The column in `c.column`, where that is what begins at this token. */
export function credentialColumn(tokens: readonly Token[], at: number): string | undefined {
  const [alias, dot, column] = tokens.slice(at, at + 3);
  const named = alias?.kind === "word" && alias.text === CREDENTIAL_ALIAS && tokens[at - 1]?.text !== ".";
  return named && dot?.text === "." && column?.kind === "word" ? column.text : undefined;
}

function parameter(text: string, { values, asOf }: Names, where: string): string {
  const name = text.slice(1);
  if (name === "as_of") return asOf;
  const value = values.get(name);
  if (value !== undefined) return literal(value);
  throw new UserError({
    code: "bad_control_sql",
    what: `${where} uses ${text}, which is not a parameter of the control.`,
    fix: "Declare it under parameters in control.yaml; :as_of is always there.",
  });
}
