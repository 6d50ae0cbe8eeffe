import { ListOrganizationsFeaturesCommand } from "@aws-sdk/client-iam";
import {
  DescribeOrganizationCommand,
  DescribePolicyCommand,
  ListAccountsCommand,
  ListAccountsForParentCommand,
  ListDelegatedAdministratorsCommand,
  ListOrganizationalUnitsForParentCommand,
  ListPoliciesCommand,
  ListRootsCommand,
  ListTagsForResourceCommand,
  ListTargetsForPolicyCommand,
  type Organization,
  type Root,
} from "@aws-sdk/client-organizations";
import type { AwsClients } from "../../../aws/aws-clients.js";
import { type Asked, ask, type ProbeResult } from "./ask.js";

export interface OrganizationProbes {
  readonly results: readonly ProbeResult[];
  /** The policy types that are switched on; undefined: not known. Of the others no policy can apply. */
  readonly policyTypes: ReadonlySet<string> | undefined;
}

const NO_ORGANIZATION = {
  AWSOrganizationsNotInUse: "the account is in no organization: it is audited by itself",
};
/** What AWS says of an id that does not exist: it says so only to who may ask. */
const NO_SUCH_THING = { ParentNotFound: "", PolicyNotFound: "", TargetNotFound: "", InvalidInput: "" };
/** Stand in for ids that could not be read; the first has the form of a root, the second is AWS's own policy. */
const ANY_ROOT = "r-0000";
const ANY_POLICY = "p-FullAWSAccess";
const FEATURES_UNKNOWN = {
  ServiceAccessNotEnabled: "IAM has no trusted access to the organization: root is not managed centrally",
  AccountNotManagementOrDelegatedAdministrator: "only the management account and IAM's administrator may ask",
  OrganizationNotInAllFeaturesMode: "the organization has consolidated billing only",
};

/**
 * Tries every action that reading the organization uses, with the smallest pages there are. One after the other:
 * AWS allows one or two requests a second of some.
 *
 * @param accountId the account of the clients
 */
export async function probeOrganization(
  clients: AwsClients,
  accountId: string,
  tags: boolean,
): Promise<OrganizationProbes> {
  const { organizations } = clients;
  const described = await ask(
    "organizations:DescribeOrganization",
    () => organizations.send(new DescribeOrganizationCommand({})),
    NO_ORGANIZATION,
  );
  const organization = described.answer?.Organization;
  if (described.result.status === "ok" && organization === undefined) {
    return { results: [described.result], policyTypes: undefined };
  }
  const roots = await ask("organizations:ListRoots", () => organizations.send(new ListRootsCommand({})));
  const asked: Asked<unknown>[] = [
    described,
    roots,
    ...(await probeTree(clients, roots.answer?.Roots?.[0]?.Id ?? ANY_ROOT)),
    ...(await probePolicies(clients)),
    await probeFeatures(clients),
    ...(tags ? [await probeTags(clients, organization?.MasterAccountId ?? accountId)] : []),
  ];
  return {
    results: asked.map(({ result }) => result),
    policyTypes: policyTypesOf(organization, roots.answer?.Roots),
  };
}

async function probeTree({ organizations }: AwsClients, ParentId: string): Promise<Asked<unknown>[]> {
  const parent = { ParentId, MaxResults: 1 };
  return [
    await ask("organizations:ListAccounts", () =>
      organizations.send(new ListAccountsCommand({ MaxResults: 1 })),
    ),
    await ask(
      "organizations:ListAccountsForParent",
      () => organizations.send(new ListAccountsForParentCommand(parent)),
      NO_SUCH_THING,
    ),
    await ask(
      "organizations:ListOrganizationalUnitsForParent",
      () => organizations.send(new ListOrganizationalUnitsForParentCommand(parent)),
      NO_SUCH_THING,
    ),
    await ask("organizations:ListDelegatedAdministrators", () =>
      organizations.send(new ListDelegatedAdministratorsCommand({ MaxResults: 1 })),
    ),
  ];
}

async function probePolicies({ organizations }: AwsClients): Promise<Asked<unknown>[]> {
  const policies = await ask("organizations:ListPolicies", () =>
    organizations.send(new ListPoliciesCommand({ Filter: "SERVICE_CONTROL_POLICY", MaxResults: 1 })),
  );
  const PolicyId = policies.answer?.Policies?.[0]?.Id ?? ANY_POLICY;
  return [
    policies,
    await ask(
      "organizations:DescribePolicy",
      () => organizations.send(new DescribePolicyCommand({ PolicyId })),
      NO_SUCH_THING,
    ),
    await ask(
      "organizations:ListTargetsForPolicy",
      () => organizations.send(new ListTargetsForPolicyCommand({ PolicyId, MaxResults: 1 })),
      NO_SUCH_THING,
    ),
  ];
}

function probeFeatures({ iam }: AwsClients): Promise<Asked<unknown>> {
  return ask(
    "iam:ListOrganizationsFeatures",
    () => iam.send(new ListOrganizationsFeaturesCommand({})),
    FEATURES_UNKNOWN,
  );
}

function probeTags({ organizations }: AwsClients, ResourceId: string): Promise<Asked<unknown>> {
  return ask(
    "organizations:ListTagsForResource",
    () => organizations.send(new ListTagsForResourceCommand({ ResourceId })),
    NO_SUCH_THING,
  );
}

function policyTypesOf(
  organization: Organization | undefined,
  roots: readonly Root[] | undefined,
): ReadonlySet<string> | undefined {
  if (organization?.FeatureSet === "CONSOLIDATED_BILLING") return new Set();
  const types = roots?.flatMap(({ PolicyTypes = [] }) => PolicyTypes);
  return types && new Set(types.flatMap(({ Type, Status }) => (Status === "ENABLED" && Type ? [Type] : [])));
}
