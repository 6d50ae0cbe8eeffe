import { type Dodge, dodgesOf } from "./dodges.js";
import type { Model, StatementRef } from "./model.js";
import type { Origin } from "./policy-source.js";

/** A place where a statement that asks for MFA sits, or a condition by which it can be dodged. */
export interface Guard {
  readonly where: Origin | Dodge | "principal";
  readonly ref: StatementRef;
}

const PRINCIPAL_KEYS = new Set(["aws:username", "aws:principalarn", "aws:principaltype", "aws:userid"]);

/** Where the guards of a principal are, from the statements that its verdicts rest on. */
export function guardsOf(model: Model, refs: readonly StatementRef[]): Guard[] {
  return refs.flatMap((ref) => {
    // A trust policy is no guard of the principal: whoever may change it needs no removal.
    if (ref.layer === "trust") return [];
    const placed = model.documents.find(
      (one) => one.layer === ref.layer && one.level === ref.level && one.document === ref.document,
    );
    const statement = placed?.compiled?.statements[ref.statement];
    // Whoever loses an Allow of its own has no more than before.
    if (placed === undefined || statement === undefined || (!statement.deny && ref.layer === "identity"))
      return [];
    const guards: Guard[] = [{ where: placed.source.origin, ref }];
    if (!statement.deny) return guards;
    const { clauses } = statement;
    const dodges = clauses.flatMap((clause) => dodgesOf(clause, model.subject.principal));
    guards.push(...[...new Set(dodges)].map((where) => ({ where, ref })));
    if (clauses.some((clause) => PRINCIPAL_KEYS.has(clause.key))) guards.push({ where: "principal", ref });
    return guards;
  });
}
