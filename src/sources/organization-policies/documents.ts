import { z } from "zod";
import { type At, document, many, one, type Reader, unplacedDocument } from "../document.js";
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

function addTarget({ PolicyId: policyId, TargetId: targetId }: z.output<typeof target>, at: At): void {
  say(at, ({ targets }) => targets, { policyId, targetId });
}

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_DescribePolicy.html */
export const POLICY_DOCUMENTS: readonly Reader[] = [
  document([many("OrganizationPolicies", policy, addPolicy)], fault),
  document(
    [many("Policies", summary, (PolicySummary, at: At) => addPolicy({ PolicySummary, Content: null }, at))],
    fault,
    { is: (value) => isListOfTyped(Reflect.get(value, "Policies")) },
  ),
  document([one("Policy", policy, addPolicy)], fault, {
    is: (value) => hasMember(Reflect.get(value, "Policy"), "PolicySummary"),
  }),
  document(
    [
      many("PolicyTargets", target, addTarget, (raw, at, PolicyId) => {
        const TargetId = somewhere.safeParse(raw).data?.TargetId;
        // Some policy is attached there; or anywhere.
        if (TargetId !== undefined) addTarget({ PolicyId, TargetId }, at);
        else say(at, ({ lostTargets }) => lostTargets, PolicyId);
      }),
    ],
    fault,
  ),
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
