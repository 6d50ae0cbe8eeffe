import type { ChangeRecord } from "../../model/results/diff.js";
import type {
  FindingControl,
  FindingRecord,
  FindingStream,
  ListedFinding,
} from "../../model/results/findings.js";
import type { Status } from "../../model/status.js";
import { controlsById, isExcepted, partitionOf, requirementsOf } from "../finding-facts.js";
import { resourceType } from "../resource-type.js";
import { valueText } from "../value-text.js";
import type { Format, Renderers } from "./format.js";
import { jsonLine } from "./ndjson.js";
import { inPieces } from "./pieces.js";

const KINDS: Renderers = {
  diff: ({ findings, after }, { hubRegion }) => fixedFindings(findings(), after.as_of, hubRegion),
  findings: (stream, { hubRegion }) => {
    const asff = securityFindings(stream, hubRegion);
    return inPieces(stream.batches, (finding) => jsonLine(asff(finding)));
  },
};

/**
 * AWS Security Finding Format, one finding a line; of a diff those that were fixed, archived. `BatchImportFindings` takes 100 of one
 * account at a time; docs/formats.md has the commands.
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

/** A finding, and as much as is known around it. */
type Told = FindingRecord & Partial<Omit<ListedFinding, keyof FindingRecord>> & Pick<ListedFinding, "as_of">;

function securityFindings(stream: FindingStream, hubRegion: string | undefined): (finding: Told) => object {
  const controls = controlsById(stream);
  return (finding) => ({
    ...identity(finding, hubRegion),
    ...described(finding),
    Remediation: { Recommendation: recommendation(finding, controls.get(finding.control_id)) },
    Compliance: compliance(finding, stream.frameworks),
    Workflow: { Status: isExcepted(finding) ? "SUPPRESSED" : "NEW" },
    RecordState: finding.status === "not_applicable" ? "ARCHIVED" : "ACTIVE",
  });
}

/** What no longer fails, under the ids that it had. */
async function* fixedFindings(
  changes: AsyncIterable<readonly ChangeRecord[]>,
  as_of: string,
  hubRegion: string | undefined,
): AsyncGenerator<string> {
  yield* inPieces(changes, (finding) => {
    if (finding.change !== "fixed") return "";
    const told = { ...finding, as_of };
    const state = {
      Compliance: { Status: "PASSED" },
      Workflow: { Status: "RESOLVED" },
      RecordState: "ARCHIVED",
    };
    return jsonLine({ ...identity(told, hubRegion), ...described(told), ...state });
  });
}

/** By what Security Hub knows it again, and when it was seen. */
function identity(finding: Told, hubRegion: string | undefined) {
  const { account_id: account, account_name: name = null, since, as_of } = finding;
  const partition = partitionOf(finding);
  const region = hubRegion ?? finding.region ?? HOME[partition] ?? "us-east-1";
  return {
    SchemaVersion: "2018-10-08",
    Id: cut(`iamspect/${account}/${finding.finding_id}`, MOST.id),
    ProductArn: `arn:${partition}:securityhub:${region}:${account}:product/${account}/default`,
    ProductName: "iamspect",
    CompanyName: "iamspect",
    GeneratorId: cut(`iamspect/${finding.control_id}`, MOST.id),
    AwsAccountId: account,
    ...(present(name) && { AwsAccountName: cut(name, MOST.accountName) }),
    CreatedAt: since ?? as_of,
    UpdatedAt: as_of,
    ...(since !== null && { FirstObservedAt: since }),
    LastObservedAt: as_of,
  };
}

function described(finding: Told) {
  const severity = { Label: labelOf(finding), Original: finding.severity };
  return {
    Types: TYPES,
    Severity: severity,
    FindingProviderFields: { Severity: severity, Types: TYPES },
    Title: cut(finding.title, MOST.title),
    Description: cut(finding.reason, MOST.description),
    ProductFields: productFields(finding),
    Resources: [resource(finding)],
  };
}

/** Security Hub gives what does not fail the lowest label, whatever its control has. */
function labelOf({ status, severity }: Told): string {
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

function recommendation({ remediation, title }: Told, control: FindingControl | undefined) {
  const [url] = control?.references ?? [];
  const text = [...(control?.summary ? [control.summary] : []), remediation?.console ?? title].join(" ");
  return { Text: cut(text, MOST.recommendation), ...(url !== undefined && { Url: url }) };
}

function compliance(finding: Told, titles: FindingStream["frameworks"]) {
  const related = requirementsOf({ frameworks: finding.frameworks ?? {} }, titles).slice(
    0,
    MOST.requirements,
  );
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
function resource(finding: Told) {
  const {
    subject_arn: arn,
    subject_kind: kind,
    subject_name: name = null,
    account_id,
    region,
    evidence,
  } = finding;
  const type = resourceType(kind);
  const details = fields(Object.entries(evidence), MOST.detail);
  return {
    Type: type,
    Id: type === "AwsAccount" ? `AWS::::Account:${account_id}` : cut(arn, MOST.id),
    Partition: partitionOf(finding),
    ...(region !== null && { Region: region }),
    Details: {
      ...(type === "AwsIamUser" && present(name) && { AwsIamUser: { UserName: name } }),
      Other: details,
    },
  };
}

/** What the format has no place for. */
function productFields(finding: Told) {
  const { credential, credential_id, slot, since, aged_from, tier, assumed, owner, exception } = finding;
  const { subject_arn, ou_path, org_id, remediation, exception_command } = finding;
  const of = { subject_arn, credential, credential_id, slot, since, aged_from, tier, assumed };
  const around = { owner, ou_path, org_id, exception: exception?.id, exception_expires: exception?.expires };
  const all = { ...of, ...around, command: remediation?.cli, exception_command };
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
