import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { COULD_FAIL, pitfallCondition } from "./conditions.js";
import { loadControl } from "./load.js";

const SHIPPED = fileURLToPath(new URL("../../controls/iam/user-key-rotation", import.meta.url));
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "iamspect-"));
  cpSync(SHIPPED, folder, { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The control with a piece of its YAML replaced. */
async function loadWith(from: RegExp | string, to: string) {
  const file = join(folder, "control.yaml");
  const before = readFileSync(file, "utf8");
  const after = before.replace(from, to);
  expect(after).not.toBe(before);
  writeFileSync(file, after);
  return await loadControl(folder);
}

describe("what a control says of settings and subjects is checked when it is loaded", () => {
  test("its conditions, by their names", async () => {
    const control = await loadControl(folder);
    const pitfalls = control.declaration.pitfalls.flatMap((one) =>
      typeof one === "string" ? [] : [one.when],
    );
    expect(pitfalls.length).toBeGreaterThan(0);
    expect([...control.conditions.keys()]).toEqual([COULD_FAIL, ...pitfalls.map(pitfallCondition)]);
  });

  test.each([
    [
      /could_fail: .*/,
      'could_fail: "u.nothing"',
      /control\.yaml: causes\.could_fail: u has no column nothing/,
    ],
    [/could_fail: .*/, 'could_fail: "u.created_at < :nobody"', /:nobody is not declared under parameters/],
    [/verdicts: \[fail\]/, "verdicts: [bad]", /pitfalls/],
    [
      / {4}when: c\.active/,
      "    when: u.arn FROM x\n    verdicts: [fail]\n  - text: x\n    when: c.active",
      /may not contain FROM/,
    ],
    ["{max_age_days: 30}", "{max_days: 30}", /tune\.try\[0\]: user-key-rotation has no parameter max_days/],
    ["{max_age_days: 30}", "{max_age_days: 0}", /tune\.try\[0\].*whole number from 1 to 3650/],
    [
      "parameters: {max_age_days: 90}",
      "parameters: {max_age_days: yes}",
      /tune\.standards\[0\].*whole number/,
    ],
    ["trivial: [creation_year,", "trivial: [weather,", /causes\.trivial\.0/],
    ["subject: iam_user", "subject: bucket", /there is no subject bucket; there is iam_user/],
    ["credentials: [access_key]", "credentials: [root_key]", /users have no credential root_key/],
    ["fields: [active,", "fields: [weather,", /evidence\.fields names weather/],
    ["version: 2", "version: 1", /must be 2/],
  ])("%s -> %s", async (from, to, message) => {
    await expect(loadWith(from, to)).rejects.toThrow(message);
  });
});
