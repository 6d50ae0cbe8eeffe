import {
  DescribePolicyCommand,
  ListPoliciesCommand,
  ListTargetsForPolicyCommand,
} from "@aws-sdk/client-organizations";
import { NO_SUCH_THING, probedOrganization } from "../organization/probe.js";
import type { Probes } from "../probes.js";

/** Stands in for an id that could not be read: AWS's own policy. */
const ANY_POLICY = "p-FullAWSAccess";

export async function probePolicies(probes: Probes): Promise<void> {
  if (probedOrganization(probes) === "none") return;
  const { organizations } = probes.clients;
  const policies = await probes.ask("organizations:ListPolicies", () =>
    organizations.send(new ListPoliciesCommand({ Filter: "SERVICE_CONTROL_POLICY", MaxResults: 1 })),
  );
  const PolicyId = policies.answer?.Policies?.[0]?.Id ?? ANY_POLICY;
  await probes.ask(
    "organizations:DescribePolicy",
    () => organizations.send(new DescribePolicyCommand({ PolicyId })),
    NO_SUCH_THING,
  );
  await probes.ask(
    "organizations:ListTargetsForPolicy",
    () => organizations.send(new ListTargetsForPolicyCommand({ PolicyId, MaxResults: 1 })),
    NO_SUCH_THING,
  );
}
