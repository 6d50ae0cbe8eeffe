import type { Problem } from "../../model/problem.js";
import { UserError } from "../../model/user-error.js";

/** Nothing of any account could be read, so there is no snapshot; it carries what else there is to tell. */
export class NothingRead extends UserError {
  constructor(
    readonly problems: readonly Problem[],
    readonly notes: readonly string[],
  ) {
    super({
      code: "nothing_read",
      what: "Nothing of any account could be read, so no snapshot was made.",
      fix:
        problems.length + notes.length > 0
          ? "Solve what is told above, and run it again."
          : "Name a credential report, a folder of evidence, or nothing to read live from AWS.",
    });
  }
}
