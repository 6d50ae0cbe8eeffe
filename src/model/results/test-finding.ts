import type { FindingStream, ListedFinding } from "./findings.js";

export const FINDING: ListedFinding = {
  finding_id: "f",
  control_id: "user-key-rotation",
  title: "Active access keys are no older than 90 days",
  severity: "medium",
  org_id: null,
  account_id: "111122223333",
  region: null,
  subject_arn: "arn:aws:iam::111122223333:user/team/ann",
  subject_kind: "iam_user",
  credential: "access_key",
  credential_id: null,
  slot: 1,
  status: "fail",
  reason: "The access key 1 of ann was created 2020-01-01, 389 days before the audit (limit 90).",
  since: "2020-03-31T00:00:00Z",
  aged_from: "2020-01-01T00:00:00Z",
  tier: 365,
  assumed: false,
  exception: null,
  evidence: { active: true, created_at: "2020-01-01T00:00:00Z", last_used_at: null },
  subject_name: "ann",
  account_name: "shop-prod",
  ou_path: "/Workloads",
  owner: "web",
  remediation: {
    console: "IAM > Users > the user > Security credentials > create a second key, move its users over.",
    cli: "aws iam update-access-key --user-name ann --access-key-id KEY --status Inactive",
    terraform: null,
  },
  frameworks: { "cis_v5.0": ["1.13"], security_hub: ["IAM.3"] },
  exception_command:
    "iamspect exceptions add --control user-key-rotation --subject f --owner 'team web' --reason REASON --approved-by APPROVER --expires 2021-04-24",
};

export const EXCEPTION = { id: "x1", owner: "o", ticket: "T-1", expires: "2027-01-31" };

/** Findings as a command gives them: batch by batch, and how many more there are. */
export function findingStream(batches: readonly (readonly ListedFinding[])[], more = 0): FindingStream {
  return {
    with_exceptions: false,
    batches: (async function* () {
      yield* batches;
    })(),
    more: async () => more,
  };
}
