import type { JudgePlan } from "../assess/plan.js";

/** What exceptions are laid over. */
export interface Judged {
  readonly plan: JudgePlan;
  readonly asOf: number;
  /** A table, or a SELECT in brackets: the findings of the plan that fail or are unknown. */
  readonly findings: string;
  /** Every control there is, also those that the plan leaves out. */
  readonly knownControls: ReadonlySet<string>;
  /** Called between the steps, which may take seconds over millions of findings. */
  readonly onStep?: (what: string) => void;
}
