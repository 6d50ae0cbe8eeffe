import { z } from "zod";
import { type At, document, each, type Reader, unplacedDocument } from "../document.js";
import { say } from "../organization/said.js";
import { maybe, text } from "../values.js";

const summary = z.object({
  Id: text,
  Arn: maybe(text),
  Name: maybe(text),
  Type: text,
  AwsManaged: maybe(z.boolean()),
});
const policy = z.object({ PolicySummary: summary, Content: maybe(text) });
const somewhere = z.object({ TargetId: text });
const target = somewhere.extend({ PolicyId: text });

const fault = (detail: string, at: At) => say(at, "policyFaults", detail);

function addPolicy(
  at: At,
  { Id, Arn: arn, Name, Type, AwsManaged }: z.output<typeof summary>,
  document: string | null,
) {
  say(at, "policies", { id: Id, name: Name, type: Type, awsManaged: AwsManaged, document }, { arn });
}

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_DescribePolicy.html */
export const POLICY_DOCUMENTS: readonly Reader[] = [
  document({
    member: "OrganizationPolicies",
    shape: { OrganizationPolicies: each(policy) },
    add: ({ OrganizationPolicies }, _, at) => {
      for (const { PolicySummary, Content } of OrganizationPolicies.good)
        addPolicy(at, PolicySummary, Content);
    },
    fault,
  }),
  document({
    member: "Policies",
    is: (value) => isListOfTyped(Reflect.get(value, "Policies")),
    shape: { Policies: each(summary) },
    add: ({ Policies }, _, at) => {
      for (const one of Policies.good) addPolicy(at, one, null);
    },
    fault,
  }),
  document({
    member: "Policy",
    is: (value) => hasMember(Reflect.get(value, "Policy"), "PolicySummary"),
    shape: { Policy: policy },
    add: ({ Policy: { PolicySummary, Content } }, _, at) => addPolicy(at, PolicySummary, Content),
    fault,
  }),
  document({
    member: "PolicyTargets",
    shape: { PolicyTargets: each(target) },
    add: ({ PolicyTargets }, losses, at) => {
      const lost = losses.map(({ raw, place: PolicyId }) => {
        const found = somewhere.safeParse(raw).data;
        return found && { PolicyId, TargetId: found.TargetId };
      });
      // A policy that nobody knows where it is attached may be attached anywhere.
      if (lost.includes(undefined)) return;
      for (const one of [...PolicyTargets.good, ...lost]) {
        if (one !== undefined) say(at, "targets", { policyId: one.PolicyId, targetId: one.TargetId });
      }
    },
    fault,
  }),
  unplacedDocument(
    "Targets",
    "which policy these are the targets of",
    "PolicyTargets: PolicyId, TargetId, Type",
  ),
];

/** The list of `aws iam list-policies` has the same name, but its policies have no Type. */
function isListOfTyped(list: unknown): boolean {
  return Array.isArray(list) && (list.length === 0 || list.some((one) => hasMember(one, "Type")));
}

function hasMember(value: unknown, name: string): boolean {
  return typeof value === "object" && value !== null && Object.hasOwn(value, name);
}
