import type { PolicySource } from "./policy-source.js";
import type { Subject } from "./subject.js";

/** A role that was collected. */
export interface Role {
  /** Its sessions: a principal of kind `role`, the role's own policies and boundary, the SCPs of its account. */
  readonly subject: Subject;
  /** Who may assume it. `text` null: not collected. */
  readonly trust: PolicySource;
}
