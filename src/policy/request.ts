import { matchesName, serviceOf } from "./action-set.js";
import type { CompiledStatement } from "./compile.js";
import { type ContextKind, factsOf } from "./context.js";
import type { Fact, Facts } from "./facts.js";
import { literalGlob, matches, subsumesArn } from "./glob.js";
import type { AppliedStatement, Model } from "./model.js";
import { mayMatch, surelyMatch } from "./resource-pattern.js";
import { allOf, anyOf, not, type Truth } from "./truth.js";
import { truthsOf } from "./truths.js";

/** One concrete request. */
export interface RequestToJudge {
  /** `service:Action`. */
  readonly action: string;
  /** An ARN, or `*` for actions without resources. */
  readonly resource: string;
  readonly kind: ContextKind;
  /** What is known of the context beside the kind and the principal; keys in lower case. */
  readonly facts?: ReadonlyMap<string, Fact>;
}

/** `depends`: on conditions that are not known, or on evidence that was not collected. */
export type Answer = "allowed" | "denied" | "depends";

/** Whether the resource is among the statement's. */
export function onResource(
  { resources, resourcesNegated }: CompiledStatement,
  resource: string,
  facts: Facts,
): Truth {
  const wanted = literalGlob(resource);
  const each = resources.map((source): Truth => {
    const { patterns, vague } = mayMatch([source], facts);
    // A variable without value matches nothing; whether NotResource then spares everything is not said.
    if (patterns.length === 0) return resourcesNegated ? "U" : "F";
    if (!patterns.some(({ glob }) => matches(glob, resource))) return "F";
    const sure = vague ? [] : surelyMatch([source], facts).patterns;
    return sure.some(({ glob }) => subsumesArn(glob, wanted)) ? "T" : "U";
  });
  return resourcesNegated ? not(anyOf(each)) : anyOf(each);
}

function effectOn(
  { compiled }: AppliedStatement,
  request: RequestToJudge,
  condition: Truth,
  facts: Facts,
): Truth {
  const name = request.action.toLowerCase();
  if (matchesName(compiled.actions, serviceOf(name), name) === compiled.actionsNegated) return "F";
  return allOf([onResource(compiled, request.resource, facts), condition]);
}

/**
 * Judges one request, of a user, a role session or a service on somebody's behalf. For guardrails: what must still work
 * has to be `allowed` after them, and what they are for has to be `denied`.
 */
export function judgeRequest(model: Model, request: RequestToJudge): Answer {
  const facts = factsOf(model.subject.principal, request.kind, request.facts);
  const { values } = truthsOf(model, facts, "against", null);
  const effects = model.statements.map((statement, index) =>
    effectOn(statement, request, values[index] ?? "U", facts),
  );
  let open = false;
  const allows = model.slots.map((slot): Truth => (slot.open ? "U" : "F"));
  for (const [index, effect] of effects.entries()) {
    const statement = model.statements[index];
    if (effect === "F" || statement === undefined) continue;
    if (statement.compiled.deny) {
      // A resource control policy does not reach other accounts, so by itself it decides nothing here.
      if (effect === "T" && statement.ref.layer !== "rcp") return "denied";
      open = true;
    } else if (allows[statement.slot] !== "T") allows[statement.slot] = effect;
  }
  if (allows.includes("F")) return "denied";
  const hidden = model.gaps.length > 0;
  return open || hidden || allows.includes("U") ? "depends" : "allowed";
}
