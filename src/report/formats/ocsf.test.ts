import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, test } from "vitest";
import type { ListedFinding } from "../../model/results/findings.js";
import { EXCEPTION, FINDING, findingStream } from "../../model/results/test-finding.js";
import { hostileFinding, PAYLOADS } from "./test-hostile.js";
import { rendered } from "./test-render.js";

const SCHEMA = new URL("../../../test/fixtures/formats/ocsf-1.8.0-compliance-finding.json", import.meta.url);
const validate = new Ajv2020({ allErrors: true }).compile(JSON.parse(readFileSync(SCHEMA, "utf8")));

async function events(...findings: ListedFinding[]) {
  const text = await rendered("ocsf", "findings", findingStream([findings]));
  const all = text.split("\n").slice(0, -1);
  return all.map((line) => {
    const event = JSON.parse(line);
    expect([validate(event), validate.errors]).toEqual([true, null]);
    return event;
  });
}

test("a finding is a Compliance Finding by the schema, with the account, the subject and what it is of", async () => {
  const [event] = await events({ ...FINDING, org_id: "o-1", region: "eu-west-1" });
  expect(event).toMatchObject({
    category_uid: 2,
    class_uid: 2003,
    activity_id: 1,
    type_uid: 200301,
    time: Date.parse(FINDING.as_of),
    severity_id: 3,
    status_id: 1,
    finding_info: { uid: "f", first_seen_time: Date.parse("2020-03-31T00:00:00Z") },
    compliance: {
      control: "user-key-rotation",
      status: "Fail",
      status_id: 3,
      standards: ["CIS AWS Foundations Benchmark 5.0", "AWS Security Hub"],
      requirements: ["CIS AWS Foundations Benchmark 5.0 1.13", "AWS Security Hub IAM.3"],
    },
    resources: [{ uid: FINDING.subject_arn, type: "AwsIamUser", region: "eu-west-1" }],
    cloud: {
      provider: "AWS",
      region: "eu-west-1",
      account: { uid: "111122223333", name: "shop-prod" },
      org: { uid: "o-1", ou_name: "/Workloads" },
    },
    metadata: { version: "1.8.0", product: { name: "iamspect", vendor_name: "iamspect" } },
    unmapped: { tier: 365, assumed: false, exception: null },
  });
});

test("every status has its own; what is excepted is suppressed, what passes is informational", async () => {
  const all = await events(
    { ...FINDING, exception: EXCEPTION },
    { ...FINDING, status: "unknown", since: null },
    { ...FINDING, status: "pass", severity: "critical" },
    { ...FINDING, status: "not_applicable" },
    { ...FINDING, severity: "critical" },
  );
  const seen = all.map(({ status_id, severity_id, compliance, remediation }) => {
    return [status_id, severity_id, compliance.status_id, compliance.status, remediation !== undefined];
  });
  expect(seen).toEqual([
    [3, 3, 3, "Fail", true],
    [1, 3, 2, "Warning", true],
    [4, 1, 1, "Pass", false],
    [4, 1, 99, "Not applicable", false],
    [1, 5, 3, "Fail", true],
  ]);
});

test("hostile text is the same text when it is read again", async () => {
  expect(PAYLOADS.length).toBeGreaterThan(50);
  const findings = PAYLOADS.map(hostileFinding);
  const all = await events(...findings);
  for (const [place, { reason, subject_arn, subject_name, title }] of findings.entries()) {
    const { finding_info: info, resources, cloud } = all[place];
    expect([info.desc, info.title, resources[0].uid]).toEqual([reason, title, subject_arn]);
    expect([resources[0].name, resources[0].owner.name]).toEqual([subject_name, subject_name]);
    expect([resources[0].data.tag, cloud.account.name]).toEqual([subject_name, subject_name]);
  }
});
