import type { ControlDeclaration } from "../model/control.js";
import { UserError } from "../model/user-error.js";
import { parseCondition } from "./condition.js";
import type { Token } from "./tokens.js";

/** The condition of `causes.could_fail` under its name. */
export const COULD_FAIL = "causes.could_fail";

/** The name of the condition of a pitfall. */
export function pitfallCondition(when: string): string {
  return `pitfalls: ${when}`;
}

/** All SQL conditions of a declaration by their names. Throws `UserError` for one that cannot be. */
export function readConditions(
  declaration: ControlDeclaration,
  file: string,
): ReadonlyMap<string, readonly Token[]> {
  const parameters = new Set([...Object.keys(declaration.parameters), "as_of"]);
  return new Map(
    written(declaration).map(([name, sql]) => {
      const where = `${file}: ${name}`;
      const tokens = parseCondition(sql, where, declaration.subject);
      const unknown = tokens.find(({ kind, text }) => kind === "parameter" && !parameters.has(text.slice(1)));
      if (unknown === undefined) return [name, tokens];
      throw new UserError({
        code: "bad_condition",
        what: `${where}: ${unknown.text} is not declared under parameters.`,
      });
    }),
  );
}

function written({ causes, pitfalls }: ControlDeclaration): [string, string][] {
  const ofPitfalls = pitfalls.flatMap((one): [string, string][] =>
    typeof one === "string" ? [] : [[pitfallCondition(one.when), one.when]],
  );
  return causes?.could_fail === undefined ? ofPitfalls : [[COULD_FAIL, causes.could_fail], ...ofPitfalls];
}
