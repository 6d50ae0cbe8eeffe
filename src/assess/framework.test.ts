import { expect, test } from "vitest";
import { COULD_FAIL, pitfallCondition } from "./conditions.js";
import { frameworkControls } from "./framework.js";
import { loadControls } from "./load.js";
import { parseSetting } from "./parameters.js";
import { planJudging } from "./plan.js";

const all = await loadControls();

test("AWS Config's rules keep their names and parameters", async () => {
  const rules = await frameworkControls("aws-config", all);
  expect(rules.map(({ declaration }) => [declaration.id, Object.keys(declaration.parameters)])).toEqual([
    ["mfa-enabled-for-iam-console-access", []],
    ["access-keys-rotated", ["maxAccessKeyAge"]],
    ["iam-user-unused-credentials-check", ["maxCredentialUsageAge"]],
    ["iam-user-mfa-enabled", []],
    ["iam-root-access-key-check", []],
    ["root-account-mfa-enabled", []],
    ["root-account-hardware-mfa-enabled", []],
    ["iam-user-group-membership-check", []],
    ["iam-policy-no-statements-with-admin-access", ["include_aws_managed"]],
    ["iam-policy-no-statements-with-full-access", []],
    ["iam-group-has-users-check", []],
    ["iam-server-certificate-expiration-check", ["days_left"]],
    ["iam-external-access-analyzer-enabled", ["count_organization"]],
  ]);
  const plan = planJudging(rules, [parseSetting("access-keys-rotated.maxAccessKeyAge=30")]);
  const ages = plan.runs.flatMap(({ control, set }) =>
    set.values.has("maxAccessKeyAge") ? [[control.declaration.id, set.values.get("maxAccessKeyAge")]] : [],
  );
  expect(ages).toEqual([["access-keys-rotated", 30]]);
  expect(() => planJudging(rules, [parseSetting("access-keys-rotated.max_age_days=30")])).toThrow(
    "has no parameter",
  );
});

test("each rule of AWS Config links to its own page, and says what iamspect does", async () => {
  for (const { declaration } of await frameworkControls("aws-config", all)) {
    expect(declaration.references[0]).toBe(
      `https://docs.aws.amazon.com/config/latest/developerguide/${declaration.id}.html`,
    );
    expect(declaration.pitfalls[0]).toMatch(/\.$/);
  }
});

test("reasons speak of the framework's parameters", async () => {
  const [, rotated] = await frameworkControls("aws-config", all);
  expect(JSON.stringify(rotated?.declaration.reason)).toContain("{maxAccessKeyAge}");
});

test("what is tried, and the conditions, speak of the framework's parameters", async () => {
  const [, rotated, unused] = await frameworkControls("aws-config", all);
  const { tune } = rotated?.declaration ?? {};
  expect(tune?.try[0]).toEqual({ maxAccessKeyAge: 30 });
  expect(tune?.standards.map(({ parameters }) => parameters)).toEqual([
    { maxAccessKeyAge: 90 },
    { maxAccessKeyAge: 90 },
  ]);
  expect(rotated?.conditions.get(COULD_FAIL)?.map(({ text }) => text)).toContain(":maxAccessKeyAge");
  // The rule's own choice stands before the pitfalls; each still finds its condition.
  for (const pitfall of [...(rotated?.declaration.pitfalls ?? []), ...(unused?.declaration.pitfalls ?? [])]) {
    if (typeof pitfall === "string") continue;
    const name = pitfallCondition(pitfall.when);
    expect(rotated?.conditions.has(name) === true || unused?.conditions.has(name) === true).toBe(true);
  }
});

test("an unknown framework names those there are", async () => {
  await expect(frameworkControls("cis-5", all)).rejects.toMatchObject({
    code: "no_framework",
    why: 'Did you mean "cis-5.0"?',
    fix: expect.stringContaining("Choose from: aws-config, cis-1.2, cis-1.4,"),
  });
  await expect(frameworkControls("./none.yaml", all)).rejects.toMatchObject({ code: "no_framework" });
});

test("the version of a plan depends on controls and parameters only", async () => {
  const versions = [[], [parseSetting("user-unused.max_idle_days=45")], []].map(
    (settings) => planJudging(all, settings).version,
  );
  expect(versions[0]).toBe(versions[2]);
  expect(versions[0]).not.toBe(versions[1]);
});
