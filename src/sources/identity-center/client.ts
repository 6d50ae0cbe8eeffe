import type { InstanceMetadata, SSOAdminClient } from "@aws-sdk/client-sso-admin";
import { allPages } from "../../aws/all-pages.js";
import type { AwsClients } from "../../aws/aws-clients.js";
import { classifyFailure } from "../../aws/classify-failure.js";
import { present } from "../../aws/present.js";
import type { Service } from "../../aws/service.js";
import type { ElementCall } from "../fan-out.js";

/** https://docs.aws.amazon.com/singlesignon/latest/userguide/limits.html: 20 a second together, some of them less. */
const SSO: Service = { prefix: "sso", rate: { perSecond: 5, burst: 10, least: 0.5, most: 15 } };

/** IAM Identity Center's part of the AWS SDK, which takes its time to load: only what asks AWS may load it. */
export const ssoSdk = () => import("@aws-sdk/client-sso-admin");

export const sso = async (clients: AwsClients): Promise<SSOAdminClient> =>
  clients.of(SSO, (await ssoSdk()).SSOAdminClient);

/** A permission set, by what each request for it must name. */
export interface SetName {
  readonly InstanceArn: string;
  readonly PermissionSetArn: string;
}

/** The instances that an account sees in a Region. */
export async function instancesOf(clients: AwsClients): Promise<InstanceMetadata[]> {
  const client = await sso(clients);
  const { ListInstancesCommand } = await ssoSdk();
  const pages = await allPages(
    (NextToken) => client.send(new ListInstancesCommand({ NextToken })),
    ({ NextToken }) => NextToken || undefined,
  );
  return pages.flatMap(({ Instances }) => present(Instances, "Instances"));
}

export async function setsOf(clients: AwsClients, InstanceArn: string): Promise<SetName[]> {
  const all = await everyPage(clients, "PermissionSets", async (client, NextToken) =>
    client.send(new (await ssoSdk()).ListPermissionSetsCommand({ InstanceArn, NextToken, MaxResults: 100 })),
  );
  return all.map((PermissionSetArn) => ({ InstanceArn, PermissionSetArn }));
}

/** The member of all pages of a list. */
async function everyPage<Member extends string, Item>(
  clients: AwsClients,
  member: Member,
  send: (
    client: SSOAdminClient,
    token: string | undefined,
  ) => Promise<
    { readonly [K in Member]?: readonly Item[] | undefined } & { readonly NextToken?: string | undefined }
  >,
): Promise<Item[]> {
  const client = await sso(clients);
  const pages = await allPages(
    (token) => send(client, token),
    ({ NextToken }) => NextToken || undefined,
  );
  return pages.flatMap((page) => present<readonly Item[]>(page[member], member));
}

const POLICIES = { kind: "permission_set_policies", none: [] } as const;

/** What is asked of each permission set. */
export const SET_CALLS: readonly ElementCall<SetName>[] = [
  {
    action: "sso:DescribePermissionSet",
    kind: "permission_set_details",
    member: "PermissionSet",
    none: [],
    send: async (clients, set) => {
      const { DescribePermissionSetCommand } = await ssoSdk();
      const { PermissionSet } = await (await sso(clients)).send(new DescribePermissionSetCommand(set));
      return present(PermissionSet, "PermissionSet");
    },
  },
  {
    ...POLICIES,
    action: "sso:ListManagedPoliciesInPermissionSet",
    member: "AttachedManagedPolicies",
    send: (clients, set) =>
      everyPage(clients, "AttachedManagedPolicies", async (client, NextToken) =>
        client.send(new (await ssoSdk()).ListManagedPoliciesInPermissionSetCommand({ ...set, NextToken })),
      ),
  },
  {
    ...POLICIES,
    action: "sso:ListCustomerManagedPolicyReferencesInPermissionSet",
    member: "CustomerManagedPolicyReferences",
    send: (clients, set) =>
      everyPage(clients, "CustomerManagedPolicyReferences", async (client, NextToken) =>
        client.send(
          new (await ssoSdk()).ListCustomerManagedPolicyReferencesInPermissionSetCommand({
            ...set,
            NextToken,
          }),
        ),
      ),
  },
  {
    ...POLICIES,
    action: "sso:GetInlinePolicyForPermissionSet",
    member: "InlinePolicy",
    send: async (clients, set) => {
      const { GetInlinePolicyForPermissionSetCommand } = await ssoSdk();
      const answer = await (await sso(clients)).send(new GetInlinePolicyForPermissionSetCommand(set));
      return answer.InlinePolicy ?? "";
    },
  },
  {
    ...POLICIES,
    action: "sso:GetPermissionsBoundaryForPermissionSet",
    member: "PermissionsBoundary",
    // That a set has no boundary and that it is gone is one code: the other requests tell the second.
    send: async (clients, set) => {
      const { GetPermissionsBoundaryForPermissionSetCommand: Command } = await ssoSdk();
      try {
        return (await (await sso(clients)).send(new Command(set))).PermissionsBoundary ?? null;
      } catch (error) {
        if (classifyFailure(error).code === "ResourceNotFound") return null;
        throw error;
      }
    },
  },
  {
    action: "sso:ListAccountsForProvisionedPermissionSet",
    kind: "permission_set_accounts",
    member: "AccountIds",
    none: [],
    send: (clients, set) =>
      everyPage(clients, "AccountIds", async (client, NextToken) =>
        client.send(
          new (await ssoSdk()).ListAccountsForProvisionedPermissionSetCommand({
            ...set,
            NextToken,
            MaxResults: 100,
          }),
        ),
      ),
  },
];
