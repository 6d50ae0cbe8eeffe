import { packageFacts } from "../../model/package.js";
import type { FindingControl, FindingStream, ListedFinding } from "../../model/results/findings.js";
import type { Severity, Status } from "../../model/status.js";
import { parseAuditTime } from "../../model/time.js";
import { controlsById, isExcepted, partitionOf, requirementsOf, standardsOf } from "../finding-facts.js";
import { resourceType } from "../resource-type.js";
import type { Format, Renderers } from "./format.js";
import { jsonLine } from "./ndjson.js";
import { inPieces } from "./pieces.js";

const KINDS: Renderers = {
  findings: (stream) => {
    const compliance = complianceFindings(stream);
    return inPieces(stream.batches, (finding) => jsonLine(compliance(finding)));
  },
};

/**
 * Open Cybersecurity Schema Framework 1.8.0, as Amazon Security Lake and Splunk take it: one Compliance Finding a line, times in
 * epoch milliseconds.
 *
 * @see https://schema.ocsf.io/1.8.0/classes/compliance_finding
 */
export const ocsf: Format = { name: "ocsf", renderer: (kind) => KINDS[kind] };

const VERSION = "1.8.0";
const [CATEGORY, CLASS, CREATE] = [2, 2003, 1];

const SEVERITY: Readonly<Record<Severity, readonly [id: number, caption: string]>> = {
  informational: [1, "Informational"],
  low: [2, "Low"],
  medium: [3, "Medium"],
  high: [4, "High"],
  critical: [5, "Critical"],
};

/** `compliance.status_id`. Warning is said of what has no result for want of information. */
const COMPLIANCE: Readonly<Record<Status, readonly [id: number, caption: string]>> = {
  pass: [1, "Pass"],
  unknown: [2, "Warning"],
  fail: [3, "Fail"],
  not_applicable: [99, "Not applicable"],
};

function complianceFindings(stream: FindingStream): (finding: ListedFinding) => object {
  const controls = controlsById(stream);
  const product = { name: "iamspect", vendor_name: "iamspect", version: packageFacts().version };
  return (finding) => {
    const control = controls.get(finding.control_id);
    const open = finding.status === "fail" || finding.status === "unknown";
    const [severity_id, severity] = SEVERITY[open ? finding.severity : "informational"];
    return {
      activity_id: CREATE,
      activity_name: "Create",
      category_uid: CATEGORY,
      category_name: "Findings",
      class_uid: CLASS,
      class_name: "Compliance Finding",
      type_uid: CLASS * 100 + CREATE,
      type_name: "Compliance Finding: Create",
      time: milliseconds(finding.as_of),
      severity_id,
      severity,
      ...lifeCycle(finding),
      message: finding.reason,
      finding_info: findingInfo(finding),
      compliance: compliance(finding, control, stream.frameworks),
      resources: [resource(finding)],
      cloud: cloud(finding),
      ...(open && { remediation: remediation(finding, control) }),
      metadata: { version: VERSION, profiles: ["cloud"], event_code: finding.control_id, product },
      unmapped: unmapped(finding),
    };
  };
}

function milliseconds(time: string): number {
  return parseAuditTime(time) * 1000;
}

/** The state of the finding itself: what an exception covers is suppressed, what does not fail is resolved. */
function lifeCycle(finding: ListedFinding) {
  if (isExcepted(finding)) return { status_id: 3, status: "Suppressed" };
  const open = finding.status === "fail" || finding.status === "unknown";
  return open ? { status_id: 1, status: "New" } : { status_id: 4, status: "Resolved" };
}

function findingInfo({ finding_id, title, reason, since, as_of, control_id }: ListedFinding) {
  return {
    uid: finding_id,
    title,
    desc: reason,
    ...(since !== null && { created_time: milliseconds(since), first_seen_time: milliseconds(since) }),
    last_seen_time: milliseconds(as_of),
    analytic: { uid: control_id, name: title, type: "Rule", type_id: 1 },
  };
}

function compliance(
  finding: ListedFinding,
  control: FindingControl | undefined,
  titles: FindingStream["frameworks"],
) {
  const [status_id, status] = COMPLIANCE[finding.status];
  return {
    control: finding.control_id,
    ...(control !== undefined && { desc: control.rationale }),
    standards: standardsOf(finding, titles),
    requirements: requirementsOf(finding, titles),
    status_id,
    status,
    status_details: [finding.reason],
  };
}

function resource(finding: ListedFinding) {
  const { subject_arn, subject_name, subject_kind, region, owner, evidence } = finding;
  return {
    uid: subject_arn,
    name: subject_name,
    type: resourceType(subject_kind),
    provider: "AWS",
    cloud_partition: partitionOf(finding),
    ...(region !== null && { region }),
    ...(owner !== null && { owner: { name: owner } }),
    data: evidence,
  };
}

function cloud(finding: ListedFinding) {
  const { account_id, account_name, org_id, ou_path, region } = finding;
  const name = account_name !== null && { name: account_name };
  return {
    provider: "AWS",
    cloud_partition: partitionOf(finding),
    ...(region !== null && { region }),
    account: { uid: account_id, ...name, type: "AWS Account", type_id: 10 },
    ...(org_id !== null && { org: { uid: org_id, ...(ou_path !== null && { ou_name: ou_path }) } }),
  };
}

function remediation({ remediation: { console: page, cli } }: ListedFinding, control?: FindingControl) {
  const desc = [...(control?.summary ? [control.summary] : []), page, cli].join("\n");
  return { desc, references: control?.references ?? [] };
}

/** What the schema has no place for. */
function unmapped(finding: ListedFinding) {
  const { subject_kind, credential, credential_id, slot, aged_from, tier, assumed } = finding;
  const { exception = null, exception_command } = finding;
  const of = { subject_kind, credential, credential_id, slot };
  return { ...of, aged_from, tier, assumed, exception, exception_command };
}
