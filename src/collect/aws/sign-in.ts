import { accessError } from "../../aws/access-error.js";
import { assumeRole } from "../../aws/assume-role.js";
import type { AwsClients } from "../../aws/aws-clients.js";
import type { CallCounter } from "../../aws/call-counter.js";
import { classifyFailure } from "../../aws/classify-failure.js";
import { coverageOf, type FailedCoverage } from "../../aws/coverage-of.js";
import { parseArn } from "../../model/arn.js";
import { UserError } from "../../model/user-error.js";
import type { Base, Bases } from "./bases.js";
import type { CallerIdentity } from "./caller-identity.js";
import type { AccountTarget } from "./run-file.js";

/** An account that can be read: who reads it, and clients to do so, made when they are needed and let go after. */
export interface SignedIn {
  readonly base: Base;
  readonly identity: CallerIdentity;
  readonly clients: () => AwsClients;
}

export interface SignInContext {
  readonly bases: Bases;
  readonly calls: CallCounter;
  readonly signal: AbortSignal;
}

/**
 * Gets into an account: with its role, or as the account of the credentials themselves. Why that cannot be is coverage
 * of all its evidence.
 *
 * @throws UserError when the credentials that the run starts from have expired: no other account can be read either
 */
export async function signIn(
  target: AccountTarget,
  { bases, calls, signal }: SignInContext,
): Promise<SignedIn | FailedCoverage> {
  const { account_id: accountId, role_arn: arn } = target;
  const base = await bases.of(target.profile, target.region).catch((error: unknown) => {
    if (error instanceof UserError && error.code !== "aws_credentials_expired") return error;
    throw error;
  });
  if (base instanceof UserError) return { status: "error", detail: `${base.what} ${base.why ?? ""}`.trim() };
  if (arn === undefined) return asItself(base, accountId, calls, signal);
  const { clients } = base;
  try {
    const session = await assumeRole(() => clients.as({ caller: clients.caller, calls, signal }), {
      arn,
      externalId: target.external_id,
      sessionName: target.session_name,
    });
    const identity = {
      accountId,
      partition: target.partition,
      document: { UserId: session.userId, Account: accountId, Arn: session.arn },
    };
    if (parseArn(session.arn)?.accountId !== accountId) {
      return { status: "error", detail: `sts:AssumeRole on ${arn}: the session belongs to another account` };
    }
    const { credentials } = session;
    return { base, identity, clients: () => clients.as({ credentials, caller: accountId, calls, signal }) };
  } catch (error) {
    const failure = classifyFailure(error);
    if (failure.kind === "expired_credentials") throw accessError(failure, clients.profile, error);
    return coverageOf(failure, `sts:AssumeRole on ${arn}`);
  }
}

function asItself(
  base: Base,
  accountId: string,
  calls: CallCounter,
  signal: AbortSignal,
): SignedIn | FailedCoverage {
  const { clients, identity } = base;
  if (identity.accountId !== accountId) {
    return { status: "error", detail: `the credentials belong to account ${identity.accountId}` };
  }
  return { base, identity, clients: () => clients.as({ caller: accountId, calls, signal }) };
}
