import { type CompiledClause, clauseTruth } from "./conditions.js";
import { CONTEXTS, type ContextName, factsOf } from "./context.js";
import type { Model } from "./model.js";
import { noteOf, type StatementNote } from "./statement-note.js";
import { allOf, type Truth } from "./truth.js";

const MFA_KEYS = new Set(["aws:multifactorauthpresent", "aws:multifactorauthage"]);
const SHOWN = ["console", "key", "key-session", "mfa"] as const satisfies readonly ContextName[];

/** A statement that looks at MFA, and what it does in each kind of request. */
export interface GuardNote {
  readonly statement: StatementNote;
  readonly effect: "Allow" | "Deny";
  /** Whether the whole condition holds. */
  readonly applies: { readonly [name in (typeof SHOWN)[number]]: Truth };
  /** Why, in sentences. */
  readonly why: readonly string[];
}

const REQUEST: { readonly [name in (typeof SHOWN)[number]]: string } = {
  console: "A console session without MFA",
  key: "A request signed with a long-term access key",
  "key-session": "A GetSessionToken session without MFA, which every key holder can open,",
  mfa: "A session with MFA",
};

export function isMfaClause(clause: CompiledClause): boolean {
  return MFA_KEYS.has(clause.key);
}

/** What the request carries under the key. */
function carries(key: string, name: (typeof SHOWN)[number]): string {
  const kind = CONTEXTS[name];
  const value = key === "aws:multifactorauthage" ? kind.mfaAge : kind.mfaPresent;
  return value === null ? "does not carry the key at all" : `carries the value ${value}`;
}

const NOTHING_FOR_ABSENT: { readonly [effect in "Allow" | "Deny"]: string } = {
  Deny: "so the Deny is skipped",
  Allow: "so the Allow does not apply",
};
const APPLIES: { readonly [effect in "Allow" | "Deny"]: string } = {
  Deny: "so the Deny applies",
  Allow: "so the Allow applies",
};

function clauseSentence(
  clause: CompiledClause,
  effect: "Allow" | "Deny",
  name: (typeof SHOWN)[number],
  truth: Truth,
) {
  const { operator, key, values } = clause.source;
  const test = `${operator} ${key} ${values.join(" or ")}`;
  const head = `${REQUEST[name]} ${carries(clause.key, name)}`;
  if (truth === "U") return `${head}; what ${test} makes of that is not known, so nothing is counted on it.`;
  const ending = truth === "T" ? APPLIES[effect] : NOTHING_FOR_ABSENT[effect];
  return `${head}: ${test} is ${truth === "T" ? "true" : "false"}, ${ending}.`;
}

/** The advice that the classic mistakes call for. */
function advice(clause: CompiledClause, effect: "Allow" | "Deny", key: Truth): string[] {
  const { operator } = clause;
  if (effect !== "Deny" || operator === null || key !== "F") return [];
  if (operator.base === "Bool" && !operator.ifExists && clause.values.some((one) => one.text === "false")) {
    return ["BoolIfExists instead of Bool would also match requests that do not carry the key."];
  }
  if (operator.base === "Bool" && clause.values.some((one) => one.text === "true")) {
    return ["It denies those who did use MFA; the value should be false."];
  }
  return [];
}

function guardNote(model: Model, index: number): GuardNote | null {
  const statement = model.statements[index];
  const note = statement === undefined ? null : noteOf(model, statement.ref);
  if (statement === undefined || note === null) return null;
  const { clauses, source } = statement.compiled;
  const truthIn = (name: (typeof SHOWN)[number], clause: CompiledClause) =>
    clauseTruth(clause, factsOf(model.subject.principal, CONTEXTS[name]));
  const whole = (name: (typeof SHOWN)[number]) => allOf(clauses.map((clause) => truthIn(name, clause)));
  const sentences = clauses
    .filter(isMfaClause)
    .flatMap((clause) => [
      ...SHOWN.filter((name) => name !== "mfa").map((name) =>
        clauseSentence(clause, source.effect, name, truthIn(name, clause)),
      ),
      ...advice(clause, source.effect, truthIn("key", clause)),
    ]);
  const others = clauses.filter((clause) => !isMfaClause(clause) && truthIn("key", clause) !== "T");
  for (const clause of others) {
    const truth = truthIn("key", clause);
    const test = `${clause.source.operator} ${clause.source.key}`;
    sentences.push(
      truth === "F"
        ? `${test} does not hold for this principal.`
        : `${test} depends on the request, or on what was not collected.`,
    );
  }
  return {
    statement: note,
    effect: source.effect,
    applies: {
      console: whole("console"),
      key: whole("key"),
      "key-session": whole("key-session"),
      mfa: whole("mfa"),
    },
    why: sentences,
  };
}

/** Every statement whose condition looks at MFA. */
export function guardNotes(model: Model): GuardNote[] {
  return model.statements.flatMap((statement, index) => {
    if (!statement.compiled.clauses.some(isMfaClause)) return [];
    const note = guardNote(model, index);
    return note === null ? [] : [note];
  });
}
