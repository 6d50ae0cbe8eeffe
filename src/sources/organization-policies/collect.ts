import {
  DescribePolicyCommand,
  ListPoliciesCommand,
  ListTargetsForPolicyCommand,
  type PolicySummary,
} from "@aws-sdk/client-organizations";
import type { AwsClients } from "../../aws/aws-clients.js";
import { inParallel } from "../../aws/in-parallel.js";
import { present } from "../../aws/present.js";
import { ask, askForAll, byId, type Piece, piece } from "../organization/ask.js";
import type { DiscoveredOrganization, OrganizationContext } from "../organization/context.js";
import type { OrganizationOutcome } from "../source.js";
import { POLICY_TYPES, type PolicyType } from "./types.js";

/** Policies of one type with their documents, and what each is attached to. */
interface TypePolicies {
  readonly policies: readonly { readonly PolicySummary: PolicySummary; readonly Content: string }[];
  readonly targets: readonly {
    readonly PolicyId: string;
    readonly TargetId: string;
    readonly Type: string | undefined;
  }[];
}

const NONE: Piece<TypePolicies> = { ok: true, value: { policies: [], targets: [] } };
/** AWS grants two documents a second, so few need to wait at a time. */
const PARALLEL = 4;

/** Reads the policies of both types, where they are switched on. */
export async function collectPolicies({ clients, found }: OrganizationContext): Promise<OrganizationOutcome> {
  const read = await Promise.all(
    POLICY_TYPES.map(async ([kind, type]) => ({
      kind,
      ...(await policiesWhereEnabled(clients, found, type)),
    })),
  );
  const whole = read.flatMap((each) => (each.ok ? [each.value] : []));
  return {
    documents: {
      "organization-policies.json": { OrganizationPolicies: whole.flatMap(({ policies }) => policies) },
      "policy-targets.json": { PolicyTargets: whole.flatMap(({ targets }) => targets) },
    },
    records: read.map((each) =>
      each.ok
        ? { kind: each.kind, status: "ok", file: "organization-policies.json" }
        : { kind: each.kind, ...each.coverage },
    ),
  };
}

/** Of a type that is switched off, or not offered to this organization, no policy can apply: the answer is none. */
async function policiesWhereEnabled(
  clients: AwsClients,
  { organization, roots }: DiscoveredOrganization,
  type: PolicyType,
): Promise<Piece<TypePolicies>> {
  if (organization.ok && organization.value.FeatureSet === "CONSOLIDATED_BILLING") return NONE;
  const types = roots.ok ? roots.value.flatMap(({ PolicyTypes }) => PolicyTypes ?? []) : undefined;
  const off = types?.every((each) => each.Type !== type || each.Status !== "ENABLED") ?? false;
  return off ? NONE : await typePolicies(clients, type);
}

/** All policies of a type; a list without all documents and targets is none. */
function typePolicies(clients: AwsClients, type: PolicyType): Promise<Piece<TypePolicies>> {
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

async function listPolicies(clients: AwsClients, Filter: PolicyType): Promise<PolicySummary[]> {
  const all = await askForAll(clients, "organizations:ListPolicies", "Policies", (NextToken) =>
    clients.organizations.send(new ListPoliciesCommand({ Filter, NextToken })),
  );
  return all.sort(byId(({ Id }) => Id));
}

function document(clients: AwsClients, PolicyId: string): Promise<string> {
  return ask(clients, "organizations:DescribePolicy", async () => {
    const { Policy } = await clients.organizations.send(new DescribePolicyCommand({ PolicyId }));
    return present(Policy?.Content, "Content");
  });
}

async function targetsOf(clients: AwsClients, PolicyId: string): Promise<TypePolicies["targets"]> {
  const action = "organizations:ListTargetsForPolicy";
  const all = await askForAll(clients, action, "Targets", (NextToken) =>
    clients.organizations.send(new ListTargetsForPolicyCommand({ PolicyId, NextToken })),
  );
  return all
    .map(({ TargetId, Type }) => ({ PolicyId, TargetId: present(TargetId, "TargetId"), Type }))
    .sort(byId(({ TargetId }) => TargetId));
}
