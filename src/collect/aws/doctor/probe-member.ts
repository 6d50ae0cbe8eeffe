import { AssumeRootCommand } from "@aws-sdk/client-sts";
import { assumeRole } from "../../../aws/assume-role.js";
import type { AwsClients } from "../../../aws/aws-clients.js";
import type { Check } from "../../../model/check.js";
import { ROOT_TASK } from "../../../model/permissions.js";
import { ask, type ProbeResult } from "../../../sources/probes.js";
import type { Base } from "../bases.js";
import type { AccountTarget } from "../run-file.js";
import { checksOf } from "./checks-of.js";
import { probeAccount } from "./probe.js";

const ASSUME_ROLE = "sts:AssumeRole";
const ASSUME_ROOT = "sts:AssumeRoot";
/** AWS does not say which of these it is; only where the caller's own policy is silent it may. */
const WHY_NO_ROLE =
  "the role does not exist, trusts somebody else, or expects another external ID; or the caller may not assume it";
/** The session is not used, so the shortest that AWS grants will do. */
const ROOT_SESSION_SECONDS = 900;

/**
 * What an audit would get of one account of a plan: whether its role can be assumed, and then what that may.
 *
 * @param base whoever runs iamspect, for the profile and Region of this account
 */
export async function probeMember(
  target: AccountTarget,
  { clients: own, identity }: Base,
  fresh: boolean,
): Promise<Check[]> {
  const { account_id: accountId, role_arn: arn } = target;
  if (target.skip !== undefined) return [roleCheck(accountId, "not_checked", [], target.skip)];
  const root = target.assume_root ? rootChecks(accountId, await probeRoot(target, own)) : [];
  const { membership, full, regions } = target;
  if (arn === undefined) {
    if (identity.accountId !== accountId) {
      const detail = `the credentials belong to account ${identity.accountId}`;
      return [roleCheck(accountId, "error", [], detail), ...root];
    }
    const { results } = await probeAccount(own, accountId, { fresh, membership, full, regions });
    return [...checksOf("account", accountId, results), ...root];
  }
  const { external_id: externalId, session_name: sessionName } = target;
  const asked = await ask(ASSUME_ROLE, () => assumeRole(() => own, { arn, externalId, sessionName }));
  const session = asked.answer;
  if (session === undefined) return [refused(accountId, arn, asked.result), ...root];
  const clients = own.as({ credentials: session.credentials, caller: accountId });
  const { results } = await probeAccount(clients, accountId, { fresh, membership, full, regions });
  return [roleCheck(accountId, "ok", [], session.arn), ...checksOf("account", accountId, results), ...root];
}

function rootChecks(accountId: string, result: ProbeResult): Check[] {
  return checksOf("organization", accountId, [result]).map((check) => ({ ...check, about: "account" }));
}

async function probeRoot(target: AccountTarget, { sts }: AwsClients): Promise<ProbeResult> {
  const { account_id: TargetPrincipal, partition } = target;
  const arn = `arn:${partition}:iam::aws:policy/root-task/${ROOT_TASK}`;
  const asked = await ask(ASSUME_ROOT, () =>
    sts.send(
      new AssumeRootCommand({
        TargetPrincipal,
        TaskPolicyArn: { arn },
        DurationSeconds: ROOT_SESSION_SECONDS,
      }),
    ),
  );
  return asked.result;
}

function refused(accountId: string, arn: string, { status, detail = "" }: ProbeResult): Check {
  if (status !== "denied") return roleCheck(accountId, status, [], detail);
  return roleCheck(accountId, status, [ASSUME_ROLE], `${arn}: ${WHY_NO_ROLE}. AWS said: ${detail}`);
}

function roleCheck(
  account_id: string,
  status: Check["status"],
  missing: readonly string[],
  detail: string,
): Check {
  return { about: "account", account_id, check: "audit_role", status, missing, detail };
}

/**
 * A role that others have but one account has not is no missing permission of the caller: only where AWS says that
 * the caller's policy is silent, or where no role could be assumed at all, a policy of the caller can fix it.
 */
export function withoutRoleGuesses(checks: readonly Check[]): Check[] {
  const roles = checks.filter(({ check }) => check === "audit_role");
  const anyAssumed = roles.some(({ status }) => status === "ok");
  return checks.map((check) => {
    const guess = check.check === "audit_role" && !check.detail.includes("identity-based policy");
    return anyAssumed && guess ? { ...check, missing: [] } : check;
  });
}
