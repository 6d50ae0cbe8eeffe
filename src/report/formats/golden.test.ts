import { expect, test } from "vitest";
import { packageFacts } from "../../model/package.js";
import type { ListedFinding } from "../../model/results/findings.js";
import { EXCEPTION, FINDING, findingStream } from "../../model/results/test-finding.js";
import { AUDIT, PREVALENCE } from "./test-audit.js";
import { rendered } from "./test-render.js";

/**
 * Whole texts of the formats that other programs read, over the same few results: a difference shows in review what they will
 * see. `npx vitest run src/report/formats/golden.test.ts -u` makes them anew.
 */

const BUCKET: ListedFinding = {
  ...FINDING,
  finding_id: "b",
  control_id: "bucket-public",
  title: "No bucket is public",
  severity: "high",
  org_id: "o-1",
  region: "eu-west-1",
  subject_arn: "arn:aws:s3:::shop-prod",
  subject_kind: "s3_bucket",
  subject_name: "shop-prod",
  credential: null,
  slot: null,
  reason: "Everybody can read shop-prod.",
  since: null,
  tier: null,
  assumed: true,
  owner: null,
  account_name: null,
  frameworks: {},
  evidence: { public: true, policies: ["a", "b"] },
};
const FINDINGS: readonly ListedFinding[] = [
  BUCKET,
  { ...BUCKET, finding_id: "c", status: "unknown", assumed: false, exception_command: null },
  FINDING,
  { ...FINDING, finding_id: "g", slot: 2, exception: EXCEPTION },
  { ...FINDING, finding_id: "h", status: "pass", subject_name: "@ann|*", exception_command: null },
];
const PLACE = "../../../test/golden/formats";

const masked = (text: string) => text.replaceAll(`"${packageFacts().version}"`, '"VERSION"');

for (const [format, end] of [
  ["asff", "ndjson"],
  ["github", "txt"],
  ["junit", "xml"],
  ["markdown", "md"],
  ["ocsf", "ndjson"],
  ["sarif", "txt"],
] as const) {
  test(`findings as ${format}, and the same bytes from the same input`, async () => {
    const text = await rendered(format, "findings", findingStream([FINDINGS.slice(0, 2), FINDINGS.slice(2)]));
    expect(await rendered(format, "findings", findingStream([FINDINGS]))).toBe(text);
    await expect(masked(text)).toMatchFileSnapshot(`${PLACE}/findings.${format}.${end}`);
  });
}

for (const [format, end] of [
  ["github", "txt"],
  ["junit", "xml"],
  ["markdown", "md"],
] as const) {
  test(`an audit as ${format}`, async () => {
    const prevalence = [PREVALENCE, { ...PREVALENCE, control_id: "user-unused", fail: 0, unknown: 5 }];
    const text = await rendered(format, "audit", { ...AUDIT, prevalence });
    await expect(text).toMatchFileSnapshot(`${PLACE}/audit.${format}.${end}`);
  });
}
