import type { CallCounter } from "./call-counter.js";
import type { CallGate } from "./call-gate.js";
import { errorCode } from "./classify-failure.js";

/** The prefix of a service's actions in IAM policies. */
type ServicePrefix = "iam" | "organizations" | "sts";

type Handler<Args, Result> = (args: Args) => Promise<Result>;

/** Where `countAttempts` belongs: inside the SDK's retry loop and behind the signing. */
export const PER_ATTEMPT = { step: "deserialize", name: "countAttempts", priority: "low" } as const;

/** Where `neverRetryQuotas` belongs: inside the retry loop, so that the loop sees what it makes of an error. */
export const PER_FAILURE = { step: "finalizeRequest", name: "neverRetryQuotas", priority: "low" } as const;

/**
 * Middleware that counts every HTTP attempt of a client, retries too. A request that was never sent, for there were
 * no credentials to sign it, does not count.
 */
export function countAttempts(prefix: ServicePrefix, calls: CallCounter) {
  return <Args, Result>(next: Handler<Args, Result>, context: { readonly commandName?: string }) =>
    (args: Args): Promise<Result> => {
      calls.add(actionName(prefix, context.commandName));
      return next(args);
    };
}

/** Where `throughGate` belongs: inside the retry loop, and where an answer has become an error. */
export const PER_TURN = { step: "finalizeRequest", name: "throughGate", priority: "low" } as const;

/** Middleware that makes every HTTP attempt of a client, retries too, wait for its turn. */
export function throughGate(prefix: ServicePrefix, gate: CallGate, caller: string) {
  return <Args, Result>(next: Handler<Args, Result>, context: { readonly commandName?: string }) =>
    (args: Args): Promise<Result> =>
      gate.pass(actionName(prefix, context.commandName), caller, () => next(args));
}

/**
 * Middleware that keeps the SDK from sending an IAM request again that met a limit of the account. The SDK takes
 * `LimitExceededException` for throttling, but for IAM that is a quota, which waiting does not lift.
 */
export function neverRetryQuotas<Args, Result>(next: Handler<Args, Result>): Handler<Args, Result> {
  return async (args) => {
    try {
      return await next(args);
    } catch (error) {
      if (error instanceof Error && errorCode(error) === "LimitExceeded") error.name = "LimitExceeded";
      throw error;
    }
  };
}

/** `iam:ListUsers` for ListUsersCommand. */
function actionName(prefix: ServicePrefix, commandName = "Unknown"): string {
  return `${prefix}:${commandName.replace(/Command$/, "")}`;
}
