import { AssumeRoleCommand, type Credentials } from "@aws-sdk/client-sts";
import type { AwsClients } from "./aws-clients.js";

export interface RoleRequest {
  readonly arn: string;
  readonly externalId?: string | undefined;
  /** Shows in CloudTrail of the account. */
  readonly sessionName: string;
}

/** Temporary credentials in the shape that the SDK takes, and who they are. */
export interface RoleSession {
  readonly credentials: () => Promise<SessionCredentials>;
  /** `arn:aws:sts::<account>:assumed-role/<role>/<session>` */
  readonly arn: string;
  readonly userId: string;
}

interface SessionCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiration: Date;
}

/** The role is assumed anew when less than this is left. */
const RENEW_BEFORE_MS = 5 * 60_000;

/**
 * Assumes a role, and again whenever its credentials are about to end.
 *
 * @param sender makes the clients that ask; they are let go in between, for a run holds a thousand sessions
 * @throws the SDK's own error when AWS refuses
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 */
export async function assumeRole(sender: () => AwsClients, request: RoleRequest): Promise<RoleSession> {
  const assume = async () => {
    const answer = await sender().sts.send(
      new AssumeRoleCommand({
        RoleArn: request.arn,
        RoleSessionName: request.sessionName,
        ...(request.externalId !== undefined && { ExternalId: request.externalId }),
      }),
    );
    return { answer, session: sessionCredentials(answer.Credentials) };
  };
  const { answer, session } = await assume();
  let current = session;
  const credentials = async () => {
    if (current.expiration.getTime() - Date.now() < RENEW_BEFORE_MS) current = (await assume()).session;
    return current;
  };
  const { Arn: arn = "", AssumedRoleId: userId = "" } = answer.AssumedRoleUser ?? {};
  return { credentials, arn, userId };
}

/** @throws Error when the answer is no set of temporary credentials */
export function sessionCredentials(credentials: Credentials | undefined): SessionCredentials {
  const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = credentials ?? {};
  if (!AccessKeyId || !SecretAccessKey || !SessionToken || Expiration === undefined) {
    throw new Error("the answer of AWS STS holds no credentials; is something between here and AWS?");
  }
  return {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    sessionToken: SessionToken,
    expiration: Expiration,
  };
}
