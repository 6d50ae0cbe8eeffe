import type { FindingControl, FindingStream, ListedFinding } from "../../model/results/findings.js";
import type { Status } from "../../model/status.js";
import { controlsById, isExcepted, partitionOf, requirementsOf } from "../finding-facts.js";
import { resourceType } from "../resource-type.js";
import { valueText } from "../value-text.js";
import type { Format, Renderers } from "./format.js";
import { jsonLine } from "./ndjson.js";
import { inPieces } from "./pieces.js";

const KINDS: Renderers = {
  findings: (stream, { hubRegion }) => {
    const asff = securityFindings(stream, hubRegion);
    return inPieces(stream.batches, (finding) => jsonLine(asff(finding)));
  },
};

/**
 * AWS Security Finding Format, one finding a line. `BatchImportFindings` takes 100 of one account at a time; docs/formats.md
 * has the commands.
 *
 * @see https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-findings-format-syntax.html
 */
export const asff: Format = { name: "asff", renderer: (kind) => KINDS[kind] };

/** Lengths in characters: https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_AwsSecurityFinding.html */
const MOST = {
  id: 512,
  title: 256,
  description: 1024,
  accountName: 50,
  requirement: 64,
  requirements: 32,
  recommendation: 512,
  field: 2048,
  detail: 1024,
  details: 50,
} as const;

/** Where Security Hub keeps what is global, by partition. */
const HOME: Readonly<Record<string, string>> = { "aws-cn": "cn-north-1", "aws-us-gov": "us-gov-west-1" };

/** WARNING: information is missing; NOT_AVAILABLE: there is nothing to judge. */
const COMPLIANCE: Readonly<Record<Status, string>> = {
  pass: "PASSED",
  fail: "FAILED",
  unknown: "WARNING",
  not_applicable: "NOT_AVAILABLE",
};

const TYPES = ["Software and Configuration Checks/AWS Security Best Practices"];

function securityFindings(
  stream: FindingStream,
  hubRegion: string | undefined,
): (finding: ListedFinding) => object {
  const controls = controlsById(stream);
  return (finding) => {
    const { account_id: account, account_name: name, since, as_of } = finding;
    const partition = partitionOf(finding);
    const region = hubRegion ?? finding.region ?? HOME[partition] ?? "us-east-1";
    const severity = { Label: labelOf(finding), Original: finding.severity };
    return {
      SchemaVersion: "2018-10-08",
      Id: cut(`iamspect/${account}/${finding.finding_id}`, MOST.id),
      ProductArn: `arn:${partition}:securityhub:${region}:${account}:product/${account}/default`,
      ProductName: "iamspect",
      CompanyName: "iamspect",
      GeneratorId: cut(`iamspect/${finding.control_id}`, MOST.id),
      AwsAccountId: account,
      ...(present(name) && { AwsAccountName: cut(name, MOST.accountName) }),
      Types: TYPES,
      CreatedAt: since ?? as_of,
      UpdatedAt: as_of,
      ...(since !== null && { FirstObservedAt: since }),
      LastObservedAt: as_of,
      Severity: severity,
      FindingProviderFields: { Severity: severity, Types: TYPES },
      Title: cut(finding.title, MOST.title),
      Description: cut(finding.reason, MOST.description),
      Remediation: { Recommendation: recommendation(finding, controls.get(finding.control_id)) },
      ProductFields: productFields(finding),
      Resources: [resource(finding, partition)],
      Compliance: compliance(finding, stream.frameworks),
      Workflow: { Status: isExcepted(finding) ? "SUPPRESSED" : "NEW" },
      RecordState: finding.status === "not_applicable" ? "ARCHIVED" : "ACTIVE",
    };
  };
}

/** Security Hub gives what does not fail the lowest label, whatever its control has. */
function labelOf({ status, severity }: ListedFinding): string {
  return status === "fail" || status === "unknown" ? severity.toUpperCase() : "INFORMATIONAL";
}

/** Text of at most so many characters. */
function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  const end = most - 3;
  // Half of a surrogate pair is no character.
  const whole = /[\ud800-\udbff]$/.test(text.slice(0, end)) ? end - 1 : end;
  return `${text.slice(0, whole)}...`;
}

/** Security Hub refuses text without a visible character. */
function present(text: string | null): text is string {
  return text !== null && text.trim() !== "";
}

function recommendation({ remediation }: ListedFinding, control: FindingControl | undefined) {
  const [url] = control?.references ?? [];
  const text = [...(control?.summary ? [control.summary] : []), remediation.console].join(" ");
  return { Text: cut(text, MOST.recommendation), ...(url !== undefined && { Url: url }) };
}

function compliance(finding: ListedFinding, titles: FindingStream["frameworks"]) {
  const related = requirementsOf(finding, titles).slice(0, MOST.requirements);
  const { status, reason } = finding;
  return {
    Status: COMPLIANCE[status],
    ...(related.length > 0 && { RelatedRequirements: related.map((one) => cut(one, MOST.requirement)) }),
    ...(status === "unknown" && {
      StatusReasons: [{ ReasonCode: "EVIDENCE_MISSING", Description: cut(reason, MOST.description) }],
    }),
  };
}

/** An account as a whole is named as Security Hub names it. */
function resource(finding: ListedFinding, partition: string) {
  const { subject_arn: arn, subject_kind: kind, subject_name: name, account_id, region, evidence } = finding;
  const type = resourceType(kind);
  const details = fields(Object.entries(evidence), MOST.detail);
  return {
    Type: type,
    Id: type === "AwsAccount" ? `AWS::::Account:${account_id}` : cut(arn, MOST.id),
    Partition: partition,
    ...(region !== null && { Region: region }),
    Details: { ...(type === "AwsIamUser" && { AwsIamUser: { UserName: name } }), Other: details },
  };
}

/** What the format has no place for. */
function productFields(finding: ListedFinding) {
  const { credential, credential_id, slot, since, aged_from, tier, assumed, owner, exception } = finding;
  const { subject_arn, ou_path, org_id, remediation, exception_command } = finding;
  const of = { subject_arn, credential, credential_id, slot, since, aged_from, tier, assumed };
  const around = { owner, ou_path, org_id, exception: exception?.id, exception_expires: exception?.expires };
  const all = { ...of, ...around, command: remediation.cli, exception_command };
  return fields(
    Object.entries(all).map(([key, value]) => [`iamspect/${key}`, value] as const),
    MOST.field,
  );
}

/** What is known, as text. */
function fields(entries: readonly (readonly [string, unknown])[], most: number): Record<string, string> {
  const texts = entries.map(([name, value]) => [name, valueText(value)] as const);
  const known = texts.filter(([, text]) => present(text)).slice(0, MOST.details);
  return Object.fromEntries(known.map(([name, text]) => [name, cut(text, most)]));
}
