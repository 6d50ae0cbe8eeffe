import {
  GetLoginProfileCommand,
  ListAccessKeysCommand,
  ListMFADevicesCommand,
  ListSigningCertificatesCommand,
} from "@aws-sdk/client-iam";
import { AssumeRootCommand } from "@aws-sdk/client-sts";
import { sessionCredentials } from "../../aws/assume-role.js";
import type { AwsClients } from "../../aws/aws-clients.js";
import { classifyFailure } from "../../aws/classify-failure.js";
import { coverageOf } from "../../aws/coverage-of.js";
import { present } from "../../aws/present.js";
import { ROOT_TASK } from "../../model/permissions.js";
import type { Outcome } from "../source.js";

/** The longest that AWS grants. */
const SESSION_SECONDS = 900;

/**
 * The credentials of the root user of a member account, read in a root session that can do nothing else. AWS STS grants
 * it only at a Regional endpoint, which is where the SDK asks.
 *
 * @param reader clients of the management account or a delegated administrator of IAM
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoot.html
 */
export async function rootCredentials(
  reader: AwsClients,
  accountId: string,
  partition: string,
  signal?: AbortSignal,
): Promise<Outcome> {
  const stop = signal === undefined ? {} : { signal };
  const { calls } = reader;
  let action = `sts:AssumeRoot on ${accountId}`;
  try {
    const answer = await reader.as({ caller: reader.caller, calls, ...stop }).sts.send(
      new AssumeRootCommand({
        TargetPrincipal: accountId,
        TaskPolicyArn: { arn: `arn:${partition}:iam::aws:policy/root-task/${ROOT_TASK}` },
        DurationSeconds: SESSION_SECONDS,
      }),
    );
    const credentials = sessionCredentials(answer.Credentials);
    const root = reader.as({ credentials, caller: accountId, calls, ...stop });
    action = "root session";
    return { status: "ok", document: { RootCredentials: await readRoot(root) } };
  } catch (error) {
    return coverageOf(classifyFailure(error), action);
  }
}

async function readRoot({ iam }: AwsClients): Promise<unknown> {
  const [LoginProfile, keys, certificates, devices] = await Promise.all([
    hasPassword(iam),
    iam.send(new ListAccessKeysCommand({})),
    iam.send(new ListSigningCertificatesCommand({})),
    iam.send(new ListMFADevicesCommand({})),
  ]);
  return {
    LoginProfile,
    AccessKeys: present(keys.AccessKeyMetadata, "AccessKeyMetadata"),
    // The certificate itself is not needed.
    SigningCertificates: present(certificates.Certificates, "Certificates").map(
      ({ CertificateBody: _, ...rest }) => rest,
    ),
    MFADevices: present(devices.MFADevices, "MFADevices"),
  };
}

async function hasPassword(iam: AwsClients["iam"]): Promise<boolean> {
  try {
    const { LoginProfile } = await iam.send(new GetLoginProfileCommand({}));
    return present(LoginProfile, "LoginProfile") !== null;
  } catch (error) {
    if (classifyFailure(error).code === "NoSuchEntity") return false;
    throw error;
  }
}
