import {
  GenerateCredentialReportCommand,
  GetAccountAuthorizationDetailsCommand,
  GetAccountPasswordPolicyCommand,
  GetAccountSummaryCommand,
  GetCredentialReportCommand,
  ListAccountAliasesCommand,
  ListServiceSpecificCredentialsCommand,
  ListVirtualMFADevicesCommand,
} from "@aws-sdk/client-iam";
import { DescribeOrganizationCommand, type Organization } from "@aws-sdk/client-organizations";
import type { AwsClients } from "../../../aws/aws-clients.js";
import { ask, type ProbeResult } from "./ask.js";
import { FRESH_USERS, probeFresh } from "./probe-fresh.js";

/** What the account is to an organization, as far as it could be read; undefined: not known. */
export type Membership = { readonly organization: Organization | undefined } | undefined;

export interface AccountProbes {
  readonly results: readonly ProbeResult[];
  readonly membership: Membership;
}

export interface ProbeOptions {
  /** Also what `--fresh` reads. */
  readonly fresh: boolean;
  /** Whether the account itself must say which organization it is in. */
  readonly membership: boolean;
}

const MAKING = "AWS is still making the report";
/** Get answers these when there is no report yet: with its permission. On the wire and in the SDK the names differ. */
const NO_REPORT_YET = {
  ReportInProgress: MAKING,
  CredentialReportNotReady: MAKING,
  ReportNotPresent: MAKING,
  CredentialReportNotPresent: MAKING,
  ReportExpired: MAKING,
  CredentialReportExpired: MAKING,
};
const STANDALONE = { AWSOrganizationsNotInUse: "the account is in no organization" };

/**
 * Tries every action that an audit of the account of these clients uses, with the smallest pages there are. Nothing
 * of the answers is kept. One request an action, whatever the number of users.
 */
export async function probeAccount(clients: AwsClients, options: ProbeOptions): Promise<AccountProbes> {
  const { iam, organizations } = clients;
  const generate = await ask(
    "iam:GenerateCredentialReport",
    () => iam.send(new GenerateCredentialReportCommand({})),
    { LimitExceeded: "AWS makes no more reports just now; the last one is used" },
  );
  const report = await ask(
    "iam:GetCredentialReport",
    () => iam.send(new GetCredentialReportCommand({})),
    NO_REPORT_YET,
  );
  const details = await ask("iam:GetAccountAuthorizationDetails", () =>
    iam.send(
      new GetAccountAuthorizationDetailsCommand({
        Filter: ["User"],
        MaxItems: options.fresh ? FRESH_USERS : 1,
      }),
    ),
  );
  const others = [
    await ask("iam:GetAccountSummary", () => iam.send(new GetAccountSummaryCommand({}))),
    await ask("iam:GetAccountPasswordPolicy", () => iam.send(new GetAccountPasswordPolicyCommand({})), {
      NoSuchEntity: "the account has no password policy of its own",
    }),
    await ask("iam:ListVirtualMFADevices", () =>
      iam.send(new ListVirtualMFADevicesCommand({ AssignmentStatus: "Assigned", MaxItems: 1 })),
    ),
    await ask("iam:ListAccountAliases", () => iam.send(new ListAccountAliasesCommand({ MaxItems: 1 }))),
    await ask("iam:ListServiceSpecificCredentials", () =>
      iam.send(new ListServiceSpecificCredentialsCommand({ AllUsers: true, MaxItems: 1 })),
    ),
  ];
  const again = options.fresh ? await probeFresh(iam, report.answer, details.answer) : [];
  const asked = [generate, report, details, ...others].map(({ result }) => result);
  if (!options.membership) return { results: [...asked, ...again], membership: undefined };
  const { result, answer } = await ask(
    "organizations:DescribeOrganization",
    () => organizations.send(new DescribeOrganizationCommand({})),
    STANDALONE,
  );
  const membership = result.status === "ok" ? { organization: answer?.Organization } : undefined;
  return { results: [...asked, result, ...again], membership };
}
