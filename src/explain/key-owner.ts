import { GetAccessKeyLastUsedCommand } from "@aws-sdk/client-iam";
import { GetAccessKeyInfoCommand } from "@aws-sdk/client-sts";
import { accessError } from "../aws/access-error.js";
import { assumeRole } from "../aws/assume-role.js";
import type { AwsClients } from "../aws/aws-clients.js";
import { type AwsFailure, classifyFailure } from "../aws/classify-failure.js";
import { describeFailure } from "../aws/describe-failure.js";
import { roleArn } from "../collect/aws/access.js";
import { ACCOUNT_ID } from "../model/arn.js";
import type { KeyOwner } from "../model/results/explanation.js";
import { formatTime } from "../model/time.js";
import { UserError } from "../model/user-error.js";

/** A role of the key's account: a name, or an ARN with {account_id} and {partition} in it. */
export interface OwnerRole {
  readonly role: string;
  readonly externalId: string | undefined;
}

const SESSION_NAME = "iamspect-explain";

/** Failures in which AWS took the credentials and answered. */
const ANSWERED: ReadonlySet<AwsFailure["kind"]> = new Set(["denied", "not_found", "throttled", "other"]);

/**
 * Asks AWS whose an access key is, in two calls: GetAccessKeyInfo tells the account of any key, GetAccessKeyLastUsed
 * the user to whoever may ask in that account; assuming a role there is a third.
 *
 * @throws UserError when AWS cannot be asked, or knows no such key
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_GetAccessKeyInfo.html
 */
export async function keyOwner(
  clients: AwsClients,
  keyId: string,
  role: OwnerRole | undefined,
): Promise<KeyOwner> {
  const account = await accountOf(clients, keyId);
  const unknown = {
    credential_id: keyId,
    account_id: account,
    user_name: null,
    missing: null,
    last_used_at: null,
    last_used_region: null,
    last_used_service: null,
  };
  if (keyId.startsWith("ASIA")) {
    return { ...unknown, missing: "it is a temporary credential, whose owner AWS does not tell" };
  }
  let action = "sts:AssumeRole";
  try {
    const { iam } = role === undefined ? clients : await inAccount(clients, account, role);
    action = "iam:GetAccessKeyLastUsed";
    const { UserName, AccessKeyLastUsed } = await iam.send(
      new GetAccessKeyLastUsedCommand({ AccessKeyId: keyId }),
    );
    const { LastUsedDate, Region, ServiceName } = AccessKeyLastUsed ?? {};
    return {
      ...unknown,
      user_name: UserName ?? null,
      missing: UserName === undefined ? "AWS names no user: it may be a key of the root user" : null,
      last_used_at: LastUsedDate === undefined ? null : formatTime(Math.floor(LastUsedDate.getTime() / 1000)),
      last_used_region: told(Region),
      last_used_service: told(ServiceName),
    };
  } catch (error) {
    const failure = classifyFailure(error);
    if (!ANSWERED.has(failure.kind)) throw accessError(failure, clients.profile, error);
    return { ...unknown, missing: whyNot(failure, action, account) };
  }
}

async function accountOf(clients: AwsClients, keyId: string): Promise<string> {
  try {
    const { Account = "" } = await clients.sts.send(new GetAccessKeyInfoCommand({ AccessKeyId: keyId }));
    if (!ACCOUNT_ID.test(Account)) throw new Error(`the answer names no account: ${JSON.stringify(Account)}`);
    return Account;
  } catch (error) {
    const failure = classifyFailure(error);
    if (!ANSWERED.has(failure.kind)) throw accessError(failure, clients.profile, error);
    throw new UserError({
      code: "no_key_owner",
      what: `AWS does not tell whose the credential ${keyId} is.`,
      why: describeFailure(failure),
      fix: "It takes the permission sts:GetAccessKeyInfo, in any account; check the id, too.",
      exitCode: 1,
      cause: error,
    });
  }
}

async function inAccount(clients: AwsClients, account: string, role: OwnerRole): Promise<AwsClients> {
  const partition = partitionOf(await clients.sts.config.region());
  const session = await assumeRole(() => clients, {
    arn: roleArn(role.role, account, partition),
    externalId: role.externalId,
    sessionName: SESSION_NAME,
  });
  return clients.as({ credentials: session.credentials, caller: account, calls: clients.calls });
}

/** https://docs.aws.amazon.com/general/latest/gr/rande.html: a Region's name tells its partition. */
function partitionOf(region: string): string {
  if (region.startsWith("cn-")) return "aws-cn";
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}

function whyNot(failure: AwsFailure, action: string, account: string): string {
  if (failure.kind === "denied") return `${action} is missing in account ${account}`;
  if (failure.kind === "not_found") {
    return `these credentials see no such key: it is gone, or they belong to another account than ${account}`;
  }
  return `${action}: ${describeFailure(failure)}`;
}

function told(value: string | undefined): string | null {
  return value === undefined || value === "N/A" ? null : value;
}
