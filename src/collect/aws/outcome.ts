import type { FailedCoverage } from "../../aws/coverage-of.js";

/** What asking for one kind of evidence came to: the document for its file, or why there is none. */
export type Outcome =
  | { readonly status: "ok"; readonly document: unknown; readonly detail?: string }
  | FailedCoverage;

/** The clock, which is injected so that nothing else reads the time and tests need not wait. */
export interface Clock {
  readonly now: () => Date;
  readonly sleep: (milliseconds: number) => Promise<void>;
}
