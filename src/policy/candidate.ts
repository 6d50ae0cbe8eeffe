import type { Subject } from "./subject.js";

/** A change to try on the subject, to see what it would do to the verdicts. */
export interface Candidate {
  readonly what: string;
  /** Of several changes on the same thing, the first that reaches a result is enough. */
  readonly on: string;
  readonly subject: Subject;
}
