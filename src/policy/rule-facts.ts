import { ABSENT, type Fact, known } from "./facts.js";
import type { PrivilegeRule, Scope } from "./privilege-rules.js";
import type { Need } from "./rule-set.js";
import type { Subject } from "./subject.js";

const PASSED_TO = "iam:passedtoservice";
const POLICY = "iam:policyarn";
const BOUNDARY = "iam:permissionsboundary";

/** Condition keys that a rule gives a value of its own. */
export const RULE_KEYS: ReadonlySet<string> = new Set([PASSED_TO, POLICY, BOUNDARY]);

function administratorAccess({ partition }: Subject): Fact {
  return known(`arn:${partition}:iam::aws:policy/AdministratorAccess`);
}

/**
 * Boundaries of the principal that a rule makes, under which it gets everything: none, or one that allows everything. Who
 * may make it only with another boundary gets no more than that allows. Null: the rule makes no principal.
 */
export function madeBoundaries(subject: Subject, { requires }: PrivilegeRule): readonly (Fact | null)[] {
  const makes = requires.some((action) => action === "iam:CreateUser" || action === "iam:CreateRole");
  return makes ? [ABSENT, administratorAccess(subject)] : [null];
}

/** The boundary of the principal that an action changes; null where it is not known. */
function boundaryOf({ boundary }: Subject, scope: Scope, made: Fact | null): Fact | null {
  if (made !== null) return made;
  if (scope !== "self-user" || boundary === "missing") return null;
  if (boundary === "none") return ABSENT;
  return boundary.arn === null ? null : known(boundary.arn);
}

/**
 * What is known of the request by which a rule uses an action, one of the choices for it; empty where nothing is known.
 * @param made of the principal that the rule makes: its boundary
 */
export function needFacts(
  subject: Subject,
  { passedTo = [] }: PrivilegeRule,
  { action, scope }: Need,
  made: Fact | null,
): readonly ReadonlyMap<string, Fact>[] {
  if (action === "iam:PassRole") return passedTo.map((service) => new Map([[PASSED_TO, known(service)]]));
  const facts = new Map<string, Fact>();
  if (/^iam:Attach(User|Group|Role)Policy$/.test(action)) facts.set(POLICY, administratorAccess(subject));
  const boundary = boundaryOf(subject, scope, made);
  if (boundary !== null) facts.set(BOUNDARY, boundary);
  return facts.size === 0 ? [] : [facts];
}
