import {
  GetAccountPasswordPolicyCommand,
  GetAccountSummaryCommand,
  ListAccountAliasesCommand,
  ListVirtualMFADevicesCommand,
} from "@aws-sdk/client-iam";
import { DescribeOrganizationCommand } from "@aws-sdk/client-organizations";
import { allPages, iamNextToken } from "../../aws/all-pages.js";
import type { AwsClients } from "../../aws/aws-clients.js";
import { classifyFailure } from "../../aws/classify-failure.js";
import { coverageOf } from "../../aws/coverage-of.js";
import type { EvidenceKind } from "../../model/coverage.js";
import { authorizationDetails } from "./authorization-details.js";
import { type Generation, obtainCredentialReport } from "./credential-report.js";
import type { Clock, Outcome } from "./outcome.js";
import { present } from "./present.js";
import { reportApi } from "./report-api.js";
import { serviceCredentials } from "./service-credentials.js";

/** The most entries that IAM puts on a page. */
const PAGE_SIZE = 1000;

export interface EvidenceContext extends Clock {
  readonly clients: AwsClients;
  readonly reportTimeoutSeconds: number;
  /** How an earlier request for the credential report ended. */
  readonly asked?: Generation | undefined;
  /** Tells people what is being waited for. */
  readonly note: (text: string) => void;
}

/** One kind of evidence: how to get it, and the file of the account's folder that holds it. */
export interface Evidence {
  readonly kind: EvidenceKind;
  readonly file: string;
  readonly obtain: (context: EvidenceContext) => Promise<Outcome>;
}

/** The credential report stands apart, for it is the one that AWS makes while the others are fetched. */
export const CREDENTIAL_REPORT: Evidence = {
  kind: "credential_report",
  file: "credential-report.json",
  obtain: ({ clients, reportTimeoutSeconds, asked, now, sleep, note }) => {
    const patience = {
      now,
      sleep,
      timeoutSeconds: reportTimeoutSeconds,
      onWait: (elapsed: number) => note(`AWS is making the credential report (${elapsed} s)`),
    };
    return obtainCredentialReport(reportApi(clients.iam), patience, asked);
  },
};

/** What else is asked for in every account: a fixed number of requests, pages aside. */
export const OTHER_EVIDENCE: readonly Evidence[] = [
  {
    kind: "authorization_details",
    file: "authorization-details.json",
    obtain: (context) =>
      request("iam:GetAccountAuthorizationDetails", () =>
        authorizationDetails(context.clients.iam, PAGE_SIZE, context.note),
      ),
  },
  {
    kind: "account_summary",
    file: "account-summary.json",
    obtain: ({ clients }) =>
      request("iam:GetAccountSummary", async () => {
        const { SummaryMap } = await clients.iam.send(new GetAccountSummaryCommand({}));
        return { SummaryMap: present(SummaryMap, "SummaryMap") };
      }),
  },
  {
    kind: "password_policy",
    file: "password-policy.json",
    obtain: ({ clients }) =>
      request(
        "iam:GetAccountPasswordPolicy",
        async () => {
          const { PasswordPolicy } = await clients.iam.send(new GetAccountPasswordPolicyCommand({}));
          return { PasswordPolicy: present(PasswordPolicy, "PasswordPolicy") };
        },
        // No policy of its own: AWS's default is in force, which is an answer and not a gap.
        { NoSuchEntity: () => ({ PasswordPolicy: null }) },
      ),
  },
  {
    kind: "virtual_mfa_devices",
    file: "virtual-mfa-devices.json",
    obtain: ({ clients }) =>
      request("iam:ListVirtualMFADevices", async () => {
        const pages = await allPages(
          (Marker) =>
            clients.iam.send(
              new ListVirtualMFADevicesCommand({ AssignmentStatus: "Assigned", MaxItems: PAGE_SIZE, Marker }),
            ),
          iamNextToken,
        );
        const devices = pages.flatMap((page) => present(page.VirtualMFADevices, "VirtualMFADevices"));
        // Listing never returns seeds; should an endpoint do so, they must not reach the disk.
        return {
          VirtualMFADevices: devices.map(({ Base32StringSeed, QRCodePNG, ...device }) => device),
        };
      }),
  },
  {
    kind: "account_alias",
    file: "account-aliases.json",
    obtain: ({ clients }) =>
      request("iam:ListAccountAliases", async () => {
        const { AccountAliases } = await clients.iam.send(new ListAccountAliasesCommand({}));
        return { AccountAliases: present(AccountAliases, "AccountAliases") };
      }),
  },
  {
    kind: "service_credentials",
    file: "service-specific-credentials.json",
    obtain: ({ clients }) =>
      request("iam:ListServiceSpecificCredentials", () => serviceCredentials(clients.iam, PAGE_SIZE)),
  },
];

/** What an account says of its organization, where nobody else does. */
export const MEMBERSHIP: Evidence = {
  kind: "organization",
  file: "describe-organization.json",
  obtain: ({ clients }) =>
    request(
      "organizations:DescribeOrganization",
      async () => {
        const { Organization } = await clients.organizations.send(new DescribeOrganizationCommand({}));
        // Nobody needs the address of the management account.
        const { MasterAccountEmail: _, ...rest } = present(Organization, "Organization");
        return { Organization: rest };
      },
      // Evidence too: the account stands alone, so no service control policy can apply to it.
      {
        AWSOrganizationsNotInUse: (Message) => ({ __type: "AWSOrganizationsNotInUseException", Message }),
      },
    ),
};

/** Runs a request; a failure becomes coverage, unless its code is an answer in itself. */
async function request(
  action: string,
  run: () => Promise<unknown>,
  answers: Readonly<Record<string, (message: string) => unknown>> = {},
): Promise<Outcome> {
  try {
    return { status: "ok", document: await run() };
  } catch (error) {
    const failure = classifyFailure(error);
    const answer = Object.hasOwn(answers, failure.code) ? answers[failure.code] : undefined;
    return answer ? { status: "ok", document: answer(failure.message) } : coverageOf(failure, action);
  }
}
