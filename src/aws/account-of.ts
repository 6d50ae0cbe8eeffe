import { ACCOUNT_ID } from "../model/arn.js";
import type { AwsClients } from "./aws-clients.js";
import { present } from "./present.js";

/**
 * The 12 digits of the account that clients act in. AWS is asked only where they do not know it: a caller that is called
 * like the profile may be no account, for a profile can have any name.
 */
export async function accountOf(clients: Pick<AwsClients, "caller" | "profile" | "sts">): Promise<string> {
  const { caller, profile } = clients;
  if (ACCOUNT_ID.test(caller) && caller !== profile) return caller;
  const { GetCallerIdentityCommand } = await import("@aws-sdk/client-sts");
  const { Account } = await clients.sts.send(new GetCallerIdentityCommand({}));
  return present(Account, "Account");
}
