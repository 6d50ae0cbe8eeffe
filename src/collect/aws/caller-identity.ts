import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { accessError } from "../../aws/access-error.js";
import type { AwsClients } from "../../aws/aws-clients.js";
import { classifyFailure } from "../../aws/classify-failure.js";
import { present } from "../../aws/present.js";
import { ACCOUNT_ID, parseArn } from "../../model/arn.js";

/** Who the credentials belong to. */
export interface CallerIdentity {
  readonly accountId: string;
  readonly partition: string;
  /** As `aws sts get-caller-identity` prints it. */
  readonly document: { readonly UserId: string; readonly Account: string; readonly Arn: string };
}

/**
 * Asks AWS whose credentials these are. Nobody can be denied this, so its failure means that nothing will work.
 *
 * @throws UserError when there are no credentials, they are not accepted, or AWS cannot be reached
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
 */
export async function callerIdentity({ sts, profile }: AwsClients): Promise<CallerIdentity> {
  try {
    const answer = await sts.send(new GetCallerIdentityCommand({}));
    const document = {
      UserId: present(answer.UserId, "UserId"),
      Account: present(answer.Account, "Account"),
      Arn: present(answer.Arn, "Arn"),
    };
    // The account becomes the name of a folder, so it must be nothing but an account ID.
    const partition = parseArn(document.Arn)?.partition;
    if (!ACCOUNT_ID.test(document.Account) || partition === undefined) {
      throw new Error(`the answer names no AWS account: ${JSON.stringify(document)}`);
    }
    return { accountId: document.Account, partition, document };
  } catch (error) {
    throw accessError(classifyFailure(error), profile, error);
  }
}
