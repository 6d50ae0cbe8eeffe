import type { CohortAccount } from "./cohort.js";
import { timeText } from "./time-text.js";

/** What `aws organizations describe-organization` prints. */
export function describeOrganization(orgId: string, accounts: readonly CohortAccount[]) {
  const management = accounts.find((account) => account.membership?.role === "management");
  if (management === undefined) throw new Error("demo: an organization without a management account");
  const arn = `arn:aws:organizations::${management.id}`;
  return {
    Organization: {
      Id: orgId,
      Arn: `${arn}:organization/${orgId}`,
      FeatureSet: "ALL",
      MasterAccountArn: `${arn}:account/${orgId}/${management.id}`,
      MasterAccountId: management.id,
      MasterAccountEmail: management.email,
      AvailablePolicyTypes: [{ Type: "SERVICE_CONTROL_POLICY", Status: "ENABLED" }],
    },
  };
}

/** What `aws organizations list-accounts` prints, all pages together. */
export function listAccounts(accounts: readonly CohortAccount[]) {
  return {
    Accounts: accounts.map(({ id, email, name, membership, joining }) => ({
      Id: id,
      Arn: `arn:aws:organizations::${membership?.managementId}:account/${membership?.orgId}/${id}`,
      Email: email,
      Name: name,
      Status: "ACTIVE",
      State: "ACTIVE",
      JoinedMethod: joining?.method,
      JoinedTimestamp: timeText(joining?.time ?? 0).replace("+", ".000000+"),
    })),
  };
}

/** What Organizations answers to an account that is in none. */
export const NOT_IN_USE = {
  __type: "AWSOrganizationsNotInUseException",
  Message: "Your account is not a member of an organization.",
};
