import { clauseTruth } from "./conditions.js";
import { type ContextKind, type ContextName, factsOf } from "./context.js";
import type { Judge } from "./judge.js";
import type { AppliedStatement, StatementRef } from "./model.js";
import type { Named } from "./resource-types.js";

/** A request without MFA that may be allowed. */
export interface Witness {
  /** `service:Action`, or the pattern of actions AWS has not published. */
  readonly action: string;
  readonly listed: boolean;
  /** A resource as the policy writes it. */
  readonly resource: string;
  /** A resource of those that every statement was asked about. */
  readonly tried: string;
  readonly context: ContextName;
  /** The identity policy's statement that allows it; null where the policies were not collected. */
  readonly allowedBy: StatementRef | null;
  /** `certain`: needs no guess; `conditional`: some condition on `needs` must be met, mostly by what the caller sets. */
  readonly confidence: "certain" | "conditional";
  readonly needs: readonly string[];
}

/** An action to find a request with: an atom, in one kind of request. */
export interface Wanted {
  readonly judge: Judge;
  readonly atom: number;
  readonly kind: ContextKind;
  readonly name: string;
  readonly listed: boolean;
  /** What a policy can name for the action; empty: not known. */
  readonly resources: readonly Named[];
}

/** Keys of the conditions that are neither met nor failed for sure. */
export function openKeys(judge: Judge, kind: ContextKind, statement: AppliedStatement | null): string[] {
  const facts = factsOf(judge.model.subject.principal, kind);
  const open = (statement?.compiled.clauses ?? []).filter((clause) =>
    /[UM]/.test(clauseTruth(clause, facts)),
  );
  return open.map((clause) => clause.source.key);
}
