import { packageFacts } from "../../model/package.js";
import type { FindingControl, FindingStream, ListedFinding } from "../../model/results/findings.js";
import type { Severity, Status } from "../../model/status.js";
import { aboutText, requirementsOf, standardsOf } from "../finding-facts.js";
import { codeBlock, proseText } from "../markdown-text.js";
import { plainText } from "../text.js";
import type { Format, Renderers } from "./format.js";
import { jsonText } from "./json-text.js";
import { inPieces } from "./pieces.js";

const KINDS: Renderers = { findings: sarifLog };

/**
 * SARIF 2.1.0 for GitHub code scanning and other viewers: one run, a rule for each control, a result for each finding.
 *
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 * @see https://docs.github.com/en/code-security/reference/code-scanning/sarif-files/sarif-support
 */
export const sarif: Format = { name: "sarif", renderer: (kind) => KINDS[kind] };

const SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/** The level of a rule, and its `security-severity`, by which GitHub calls it critical (9 and above), high, medium or low. */
const LEVELS: Readonly<Record<Severity, readonly [level: string, score: string]>> = {
  critical: ["error", "9.5"],
  high: ["error", "8.0"],
  medium: ["warning", "5.5"],
  low: ["note", "3.0"],
  informational: ["note", "0.1"],
};

/** `open`: there was not enough information to decide. Only what fails has a level. */
const KIND: Readonly<Record<Status, string>> = {
  fail: "fail",
  unknown: "open",
  pass: "pass",
  not_applicable: "notApplicable",
};

/** The results may be millions: they are written as they come, into the run's last member. */
async function* sarifLog(stream: FindingStream): AsyncGenerator<string> {
  const driver = {
    name: "iamspect",
    semanticVersion: packageFacts().version,
    rules: stream.controls.map((control) => rule(control, stream.frameworks)),
  };
  const run = { tool: { driver }, automationDetails: { id: "iamspect/" }, columnKind: "utf16CodeUnits" };
  const log = jsonText({ $schema: SCHEMA, version: "2.1.0", runs: [{ ...run, results: [] }] });
  yield log.slice(0, -"]}]}".length);
  const places = new Map(stream.controls.map(({ control_id: id }, place) => [id, place]));
  let separator = "\n";
  yield* inPieces(stream.batches, (finding) => {
    const text = `${separator}${jsonText(result(finding, places.get(finding.control_id) ?? -1))}`;
    separator = ",\n";
    return text;
  });
  yield "\n]}]}\n";
}

function rule(control: FindingControl, titles: FindingStream["frameworks"]) {
  const { control_id: id, title, severity, rationale, references } = control;
  const [level, score] = LEVELS[severity];
  return {
    id,
    shortDescription: { text: title },
    fullDescription: { text: rationale },
    help: { text: helpText(control), markdown: helpMarkdown(control) },
    ...(references[0] !== undefined && { helpUri: references[0] }),
    defaultConfiguration: { level },
    // GitHub reads the score only of rules that have the tag `security`, and no more than 20 tags.
    properties: {
      "security-severity": score,
      precision: "very-high",
      tags: ["security", "aws", ...standardsOf(control, titles)].slice(0, 20),
      requirements: requirementsOf(control, titles),
    },
  };
}

function helpText({ rationale, summary, remediation, references }: FindingControl): string {
  const { console: page, cli, terraform } = remediation;
  const how = [page, cli, ...(terraform === null ? [] : [`Terraform: ${terraform}`])];
  return [rationale, ...(summary === null ? [] : [summary]), ...how, ...references].join("\n\n");
}

function helpMarkdown({ rationale, summary, remediation, references }: FindingControl): string {
  const { console: page, cli, terraform } = remediation;
  const parts = [
    `**Why:** ${proseText(rationale)}`,
    ...(summary === null ? [] : [`**What to do:** ${proseText(summary)}`]),
    `**Console:** ${proseText(page)}`,
    `**AWS CLI:**\n\n${codeBlock(cli, "sh")}`,
    ...(terraform === null ? [] : [`**Terraform:** ${proseText(terraform)}`]),
    ...(references.length === 0 ? [] : [references.map((one) => `- <${encodeURI(one)}>`).join("\n")]),
  ];
  return parts.join("\n\n");
}

function result(finding: ListedFinding, ruleIndex: number) {
  const { control_id, finding_id, status, severity, reason, exception } = finding;
  const { account_id, account_name, region, owner, since, tier, assumed } = finding;
  return {
    ruleId: control_id,
    ruleIndex,
    kind: KIND[status],
    level: status === "fail" ? LEVELS[severity][0] : "none",
    message: { text: withoutLinks(reason) },
    locations: [location(finding)],
    // GitHub tells results apart by the first of these and by the path of their location.
    partialFingerprints: { primaryLocationLineHash: finding_id, "iamspect/v1": finding_id },
    ...(exception != null && {
      suppressions: [
        {
          kind: "external",
          status: "accepted",
          justification: `exception ${exception.id}`,
          properties: exception,
        },
      ],
    }),
    properties: { account_id, account_name, region, owner, since, tier, assumed },
  };
}

/** `[text](address)` in a message is a link, whose text's brackets are escaped (3.11.6): names from AWS make none. */
function withoutLinks(text: string): string {
  return text.replace(/\[(?=[^\]]*\]\()/g, "\\[");
}

/**
 * What is in AWS has a logical location. GitHub shows no result that has no physical one, with the path of a file of the
 * repository: the subject's ARN stands in for it, `aws/111122223333/iam/user/team/ann`, which is the same in every run.
 */
function location(finding: ListedFinding) {
  const { subject_arn: arn, subject_kind: kind } = finding;
  return {
    physicalLocation: { artifactLocation: { uri: pathOf(finding) }, region: { startLine: 1 } },
    logicalLocations: [{ name: aboutText(finding), fullyQualifiedName: arn, kind }],
  };
}

function pathOf({ subject_arn: arn, account_id: account }: ListedFinding): string {
  const [, , service, region, , ...rest] = arn.startsWith("arn:")
    ? arn.split(":")
    : ["", "", "", "", "", arn];
  const parts = [service, region, ...rest.join("/").split("/")].filter((part) => part !== "");
  return ["aws", account, ...parts.map((part) => segment(part ?? ""))].join("/");
}

/** A segment of a path that is nothing but text: none goes up a folder, not even when it is `%2E%2E`. */
function segment(text: string): string {
  return /^\.+$/.test(text) ? `_${text}` : encodeURIComponent(plainText(text));
}
