/** What a `UserError` says. `code` is stable and snake_case, so that scripts can tell errors apart. */
export interface UserErrorDetails {
  readonly code: string;
  /** What happened, naming the file, line, account or option. */
  readonly what: string;
  /** Where several things are wrong at once: one line each. */
  readonly details?: readonly string[];
  /** Why it happened, when that is known and not obvious. */
  readonly why?: string;
  /** What the person can do about it. */
  readonly fix?: string;
  /** Exit code of the process: 2 wrong usage or input (the default), 1 could not run. */
  readonly exitCode?: 1 | 2;
  readonly cause?: unknown;
}

/** An error that a person can solve. Anything else that is thrown is a bug and shows its stack. */
export class UserError extends Error {
  readonly code: string;
  readonly what: string;
  readonly details: readonly string[];
  readonly why: string | undefined;
  readonly fix: string | undefined;
  readonly exitCode: 1 | 2;

  constructor(details: UserErrorDetails) {
    super(details.what, { cause: details.cause });
    this.name = "UserError";
    this.code = details.code;
    this.what = details.what;
    this.details = details.details ?? [];
    this.why = details.why;
    this.fix = details.fix;
    this.exitCode = details.exitCode ?? 2;
  }
}
