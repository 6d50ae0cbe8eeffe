import { z } from "zod";
import { type At, document, each, listDocument, type Reader, unplacedDocument } from "../document.js";
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

const fault = (detail: string, at: At) => say(at, ({ policyFaults }) => policyFaults, detail);

function addPolicy({ PolicySummary, Content: document }: z.output<typeof policy>, at: At): void {
  const { Id: id, Arn: arn, Name: name, Type: type, AwsManaged: awsManaged } = PolicySummary;
  say(at, ({ policies }) => policies, { id, name, type, awsManaged, document }, { arn });
}

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_DescribePolicy.html */
export const POLICY_DOCUMENTS: readonly Reader[] = [
  listDocument("OrganizationPolicies", policy, fault, addPolicy),
  document({
    member: "Policies",
    is: (value) => isListOfTyped(Reflect.get(value, "Policies")),
    shape: { Policies: each(summary) },
    add: ({ Policies }, _, at) => {
      for (const PolicySummary of Policies.good) addPolicy({ PolicySummary, Content: null }, at);
    },
    fault,
  }),
  document({
    member: "Policy",
    is: (value) => hasMember(Reflect.get(value, "Policy"), "PolicySummary"),
    shape: { Policy: policy },
    add: ({ Policy }, _, at) => addPolicy(Policy, at),
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
        if (one !== undefined)
          say(at, ({ targets }) => targets, { policyId: one.PolicyId, targetId: one.TargetId });
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
