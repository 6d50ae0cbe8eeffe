import {
  DescribePolicyCommand,
  ListPoliciesCommand,
  ListTargetsForPolicyCommand,
  type PolicySummary,
} from "@aws-sdk/client-organizations";
import { allPages } from "../../aws/all-pages.js";
import type { AwsClients } from "../../aws/aws-clients.js";
import { ask, type Piece, piece } from "./ask.js";
import { inParallel } from "./in-parallel.js";
import { present } from "./present.js";

/** The kind of evidence, and what AWS calls the policies. */
export const POLICY_TYPES = [
  ["scp", "SERVICE_CONTROL_POLICY"],
  ["rcp", "RESOURCE_CONTROL_POLICY"],
] as const;
export type PolicyType = (typeof POLICY_TYPES)[number][1];

/** Policies of one type with their documents, and what each is attached to. */
export interface TypePolicies {
  readonly policies: readonly { readonly PolicySummary: PolicySummary; readonly Content: string }[];
  readonly targets: readonly {
    readonly PolicyId: string;
    readonly TargetId: string;
    readonly Type: string | undefined;
  }[];
}

/** AWS grants two documents a second, so few need to wait at a time. */
const PARALLEL = 4;

/** All policies of a type; a list without all documents and targets is none. */
export function typePolicies(clients: AwsClients, type: PolicyType): Promise<Piece<TypePolicies>> {
  return piece(async () => {
    const summaries = await listPolicies(clients, type);
    const read = await inParallel(summaries, PARALLEL, async (PolicySummary) => {
      const id = present(PolicySummary.Id, "Id");
      const [Content, targets] = await Promise.all([document(clients, id), targetsOf(clients, id)]);
      return { policy: { PolicySummary, Content }, targets };
    });
    return {
      policies: read.map(({ policy }) => policy),
      targets: read.flatMap(({ targets }) => targets),
    };
  });
}

function listPolicies(clients: AwsClients, Filter: PolicyType): Promise<PolicySummary[]> {
  return ask(clients, "organizations:ListPolicies", async () => {
    const pages = await allPages(
      (NextToken) => clients.organizations.send(new ListPoliciesCommand({ Filter, NextToken })),
      (page) => page.NextToken,
    );
    const found = pages.flatMap((page) => present(page.Policies, "Policies"));
    return found.sort((a, b) => ((a.Id ?? "") < (b.Id ?? "") ? -1 : 1));
  });
}

function document(clients: AwsClients, PolicyId: string): Promise<string> {
  return ask(clients, "organizations:DescribePolicy", async () => {
    const { Policy } = await clients.organizations.send(new DescribePolicyCommand({ PolicyId }));
    return present(Policy?.Content, "Content");
  });
}

function targetsOf(clients: AwsClients, PolicyId: string): Promise<TypePolicies["targets"]> {
  return ask(clients, "organizations:ListTargetsForPolicy", async () => {
    const pages = await allPages(
      (NextToken) => clients.organizations.send(new ListTargetsForPolicyCommand({ PolicyId, NextToken })),
      (page) => page.NextToken,
    );
    return pages
      .flatMap((page) => present(page.Targets, "Targets"))
      .map(({ TargetId, Type }) => ({ PolicyId, TargetId: present(TargetId, "TargetId"), Type }))
      .sort((a, b) => (a.TargetId < b.TargetId ? -1 : 1));
  });
}
