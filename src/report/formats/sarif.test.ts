import { readFileSync } from "node:fs";
import Ajv04 from "ajv-draft-04";
import formats from "ajv-formats";
import { expect, test } from "vitest";
import type { ListedFinding } from "../../model/results/findings.js";
import { EXCEPTION, FINDING, findingStream } from "../../model/results/test-finding.js";
import { hostileFinding, PAYLOADS } from "./test-hostile.js";
import { rendered } from "./test-render.js";

const SCHEMA = new URL("../../../test/fixtures/formats/sarif-schema-2.1.0.json", import.meta.url);
const ajv = new Ajv04.default({ allErrors: true, strict: false });
formats.default(ajv);
const validate = ajv.compile(JSON.parse(readFileSync(SCHEMA, "utf8")));

/** The one run of the log. */
async function run(...findings: ListedFinding[]) {
  const log = JSON.parse(await rendered("sarif", "findings", findingStream([findings])));
  expect([validate(log), validate.errors]).toEqual([true, null]);
  return log.runs[0];
}

test("controls are rules, and a result tells where, how bad and by what it is known again", async () => {
  const { tool, results } = await run(FINDING);
  expect(tool.driver.rules).toHaveLength(1);
  expect(tool.driver.rules[0]).toMatchObject({
    id: "user-key-rotation",
    shortDescription: { text: FINDING.title },
    defaultConfiguration: { level: "warning" },
    properties: { "security-severity": "5.5", tags: expect.arrayContaining(["security"]) },
  });
  expect(results[0]).toMatchObject({
    ruleId: "user-key-rotation",
    ruleIndex: 0,
    kind: "fail",
    level: "warning",
    partialFingerprints: { primaryLocationLineHash: "f" },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: "aws/111122223333/iam/user/team/ann" },
          region: { startLine: 1 },
        },
        logicalLocations: [{ name: "ann, access key 1", fullyQualifiedName: FINDING.subject_arn }],
      },
    ],
  });
  expect(results[0].suppressions).toBeUndefined();
});

test("what is excepted is suppressed; what is unknown is open, without a level", async () => {
  const { results } = await run(
    { ...FINDING, exception: EXCEPTION },
    { ...FINDING, status: "unknown" },
    { ...FINDING, status: "pass" },
    { ...FINDING, status: "not_applicable" },
  );
  expect(results[0].suppressions).toMatchObject([
    { kind: "external", status: "accepted", justification: "exception x1" },
  ]);
  const kinds = results.map(({ kind, level }: Record<string, unknown>) => [kind, level]);
  expect(kinds).toEqual([
    ["fail", "warning"],
    ["open", "none"],
    ["pass", "none"],
    ["notApplicable", "none"],
  ]);
});

test("without findings it is a log all the same", async () => {
  expect((await run()).results).toEqual([]);
});

test("hostile text is the same text when it is read again, makes no link, and its path stays in its folder", async () => {
  const findings = PAYLOADS.map(hostileFinding);
  const { results, tool } = await run(...findings);
  for (const [place, { reason, subject_arn, title }] of findings.entries()) {
    const { message, locations } = results[place];
    expect(message.text.replace(/\\\[(?=[^\]]*\]\()/g, "[")).toBe(reason);
    expect(message.text).not.toMatch(/(?<!\\)\[[^\]]*\]\(/);
    const [{ physicalLocation, logicalLocations }] = locations;
    expect(logicalLocations[0].fullyQualifiedName).toBe(subject_arn);
    const { pathname } = new URL(physicalLocation.artifactLocation.uri, "https://repository.example/");
    expect(pathname).toMatch(/^\/aws\/111122223333\/iam\/user\//);
    expect(tool.driver.rules[place].shortDescription.text).toBe(title);
  }
});
