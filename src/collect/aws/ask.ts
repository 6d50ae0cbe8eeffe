import { accessError } from "../../aws/access-error.js";
import type { AwsClients } from "../../aws/aws-clients.js";
import { classifyFailure } from "../../aws/classify-failure.js";
import { coverageOf, type FailedCoverage } from "../../aws/coverage-of.js";

/** What several requests delivered together, or why it is not whole. */
export type Piece<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly coverage: FailedCoverage; readonly code: string };

class ActionFailed extends Error {
  constructor(
    readonly coverage: FailedCoverage,
    readonly code: string,
  ) {
    super(coverage.detail);
  }
}

/**
 * Sends requests with the credentials that the whole run rests on, and says which action failed.
 *
 * @throws UserError when AWS no longer takes the credentials: nothing else will work either
 */
export async function ask<T>(clients: AwsClients, action: string, send: () => Promise<T>): Promise<T> {
  try {
    return await send();
  } catch (error) {
    const failure = classifyFailure(error);
    if (failure.kind.endsWith("_credentials")) throw accessError(failure, clients.profile, error);
    throw new ActionFailed(coverageOf(failure, action), failure.code);
  }
}

/** All of it, or which action failed. Part of a list is no list. */
export async function piece<T>(run: () => Promise<T>): Promise<Piece<T>> {
  try {
    return { ok: true, value: await run() };
  } catch (error) {
    if (!(error instanceof ActionFailed)) throw error;
    return { ok: false, coverage: error.coverage, code: error.code };
  }
}
