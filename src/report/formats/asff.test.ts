import { expect, test } from "vitest";
import type { ListedFinding } from "../../model/results/findings.js";
import { EXCEPTION, FINDING, findingStream } from "../../model/results/test-finding.js";
import { render } from "./index.js";
import { hostileFinding, PAYLOADS } from "./test-hostile.js";
import { PLAIN, rendered } from "./test-render.js";

async function asff(findings: readonly ListedFinding[], hubRegion?: string) {
  let text = "";
  for await (const piece of render("findings", findingStream([findings]), "asff", { ...PLAIN, hubRegion }))
    text += piece;
  return text
    .split("\n")
    .slice(0, -1)
    .map((line) => JSON.parse(line));
}

test("ids are stable, and the product is the default one of the account", async () => {
  const [one] = await asff([FINDING]);
  expect(one).toMatchObject({
    SchemaVersion: "2018-10-08",
    Id: "iamspect/111122223333/f",
    ProductArn: "arn:aws:securityhub:us-east-1:111122223333:product/111122223333/default",
    GeneratorId: "iamspect/user-key-rotation",
    AwsAccountId: "111122223333",
    AwsAccountName: "shop-prod",
    CreatedAt: "2020-03-31T00:00:00Z",
    UpdatedAt: FINDING.as_of,
    Severity: { Label: "MEDIUM" },
    Resources: [{ Type: "AwsIamUser", Id: FINDING.subject_arn, Partition: "aws" }],
    Compliance: {
      Status: "FAILED",
      RelatedRequirements: ["CIS AWS Foundations Benchmark 5.0 1.13", "AWS Security Hub IAM.3"],
    },
    Workflow: { Status: "NEW" },
    RecordState: "ACTIVE",
  });
});

test("the Region is that of the hub, else of the subject, else where its partition keeps what is global", async () => {
  const bucket = { ...FINDING, subject_kind: "s3_bucket", region: "eu-west-1" };
  const china = { ...FINDING, subject_arn: "arn:aws-cn:iam::111122223333:user/ann" };
  const regions = async (hub?: string) =>
    (await asff([bucket, china], hub)).map(({ ProductArn }) => ProductArn.split(":").slice(1, 4).join(":"));
  expect(await regions()).toEqual(["aws:securityhub:eu-west-1", "aws-cn:securityhub:cn-north-1"]);
  expect(await regions("eu-central-1")).toEqual([
    "aws:securityhub:eu-central-1",
    "aws-cn:securityhub:eu-central-1",
  ]);
});

test("every status has its own; what is excepted is suppressed; the root user is its account", async () => {
  const all = await asff([
    { ...FINDING, exception: EXCEPTION },
    { ...FINDING, status: "unknown", since: null },
    { ...FINDING, status: "pass" },
    { ...FINDING, status: "not_applicable", subject_kind: "root_user" },
  ]);
  const seen = all.map(({ Compliance, Severity, Workflow, RecordState }) => {
    return [Compliance.Status, Severity.Label, Workflow.Status, RecordState];
  });
  expect(seen).toEqual([
    ["FAILED", "MEDIUM", "SUPPRESSED", "ACTIVE"],
    ["WARNING", "MEDIUM", "NEW", "ACTIVE"],
    ["PASSED", "INFORMATIONAL", "NEW", "ACTIVE"],
    ["NOT_AVAILABLE", "INFORMATIONAL", "NEW", "ARCHIVED"],
  ]);
  expect(all[1].CreatedAt).toBe(FINDING.as_of);
  expect(all[3].Resources[0]).toMatchObject({ Type: "AwsAccount", Id: "AWS::::Account:111122223333" });
});

test("hostile text is the same text when it is read again, as far as there is room for it", async () => {
  const findings = PAYLOADS.map(hostileFinding);
  const all = await asff(findings);
  const fits = (text: string, most: number, got: string) => {
    expect(got.length).toBeLessThanOrEqual(most);
    if (text.length <= most) expect(got).toBe(text);
    else expect(text.startsWith(got.slice(0, -3)) && got.isWellFormed()).toBe(true);
  };
  for (const [place, finding] of findings.entries()) {
    const { Title, Description, Resources, Remediation, AwsAccountName, ProductFields } = all[place];
    fits(finding.title, 256, Title);
    fits(finding.reason, 1_024, Description);
    fits(finding.subject_arn, 512, Resources[0].Id);
    fits(finding.subject_name, 1_024, Resources[0].Details.Other.tag);
    fits(finding.account_name ?? "", 50, AwsAccountName);
    fits(finding.remediation.cli, 2_048, ProductFields["iamspect/command"]);
    expect(Remediation.Recommendation.Text.length).toBeLessThanOrEqual(512);
  }
});

test("many requirements and much evidence are cut to what Security Hub takes", async () => {
  const requirements = Array.from({ length: 60 }, (_, index) => `${index}${"x".repeat(90)}`);
  const evidence = Object.fromEntries(requirements.map((name) => [name, "v"]));
  const [one] = await asff([{ ...FINDING, frameworks: { own: requirements }, evidence }]);
  expect(one.Compliance.RelatedRequirements).toHaveLength(32);
  for (const text of one.Compliance.RelatedRequirements) expect(text.length).toBeLessThanOrEqual(64);
  expect(Object.keys(one.Resources[0].Details.Other)).toHaveLength(50);
});

test("of a diff what was fixed is archived, under the id that it had; nothing else is told", async () => {
  const { remediation: _, frameworks: __, exception_command: ___, ...record } = FINDING;
  const change = (of: string) => ({ change: of, how: "passes", first_seen: "s", snapshot: "s", ...record });
  const diff = {
    before: { snapshot_id: "s", as_of: "2021-01-24T00:00:00Z" },
    after: { snapshot_id: "t", as_of: "2021-02-24T00:00:00Z" },
    controls: [],
    not_compared: [],
    first: () => (async function* () {})(),
    findings: () =>
      (async function* () {
        yield [change("persisting"), change("fixed"), change("new")];
      })(),
  };
  const [one, ...others] = (await rendered("asff", "diff", diff)).split("\n").slice(0, -1);
  expect(others).toEqual([]);
  const [open] = await asff([FINDING]);
  expect(JSON.parse(one ?? "")).toMatchObject({
    Id: open.Id,
    ProductArn: open.ProductArn,
    UpdatedAt: "2021-02-24T00:00:00Z",
    Compliance: { Status: "PASSED" },
    Workflow: { Status: "RESOLVED" },
    RecordState: "ARCHIVED",
  });
});
