import { STATUSES, type Status } from "../status.js";
import type { FindingControl, FindingCounts, FindingStream, ListedFinding } from "./findings.js";

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
  as_of: "2021-01-24T00:00:00Z",
};

export const CONTROL: FindingControl = {
  control_id: FINDING.control_id,
  title: FINDING.title,
  severity: FINDING.severity,
  rationale: "A key is valid until somebody deactivates it.",
  summary: "Replace the key by a role.",
  remediation: {
    console: FINDING.remediation.console,
    cli: "aws iam update-access-key --user-name USER --access-key-id KEY --status Inactive",
    terraform: "Replace the key by a role (aws_iam_role).",
  },
  references: ["https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html"],
  frameworks: FINDING.frameworks,
};

export const EXCEPTION = { id: "x1", owner: "o", ticket: "T-1", expires: "2027-01-31" };

/** Findings as a command gives them: batch by batch, with the controls they are of. */
export function findingStream(batches: readonly (readonly ListedFinding[])[], more = 0): FindingStream {
  const findings = batches.flat();
  const ids = [...new Set(findings.map(({ control_id: id }) => id))];
  return {
    with_exceptions: false,
    batches: (async function* () {
      yield* batches;
    })(),
    controls: ids.map((id) => controlOf(id, findings)),
    frameworks: { "cis_v5.0": "CIS AWS Foundations Benchmark 5.0", security_hub: "AWS Security Hub" },
    counts: async () => ids.map((id) => countsOf(id, findings)),
    more: async () => more,
  };
}

function controlOf(id: string, findings: readonly ListedFinding[]): FindingControl {
  const { title, severity, frameworks } = findings.find((one) => one.control_id === id) ?? CONTROL;
  return { ...CONTROL, control_id: id, title, severity, frameworks };
}

function countsOf(id: string, findings: readonly ListedFinding[]): FindingCounts {
  const own = findings.filter((one) => one.control_id === id);
  const count = (status: Status) => own.filter((one) => one.status === status).length;
  const [not_applicable = 0, pass = 0, unknown = 0, fail = 0] = STATUSES.map(count);
  const excepted = own.filter(({ status, exception }) => status === "fail" && exception != null).length;
  return { control_id: id, not_applicable, pass, unknown, fail, excepted };
}
