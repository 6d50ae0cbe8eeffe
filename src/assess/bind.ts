import { literal } from "../engine/sql.js";
import type { ParameterValue } from "../model/control.js";
import { UserError } from "../model/user-error.js";
import type { Token } from "./tokens.js";

/** SQL text with each `:name` replaced by a typed literal. */
export function bind(
  tokens: readonly Token[],
  values: ReadonlyMap<string, ParameterValue>,
  where: string,
): string {
  return tokens
    .map((token) => {
      if (token.kind !== "parameter") return token.text;
      const value = values.get(token.text.slice(1));
      if (value === undefined) {
        throw new UserError({
          code: "bad_control_sql",
          what: `${where} uses ${token.text}, which is not a parameter of the control.`,
          fix: "Declare it under parameters in control.yaml; :as_of is always there.",
        });
      }
      return literal(value);
    })
    .join("")
    .trim();
}
