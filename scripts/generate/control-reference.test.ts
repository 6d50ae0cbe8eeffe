import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { loadFrameworks } from "../../src/assess/frameworks.js";
import { loadControls } from "../../src/assess/load.js";
import { controlReference } from "./control-reference.js";

const controls = await loadControls();
const frameworks = await loadFrameworks();

test("docs/controls.md is what controls/ and frameworks/ say; `npm run docs` renews it", async () => {
  const current = readFileSync(new URL("../../docs/controls.md", import.meta.url), "utf8");
  const text = controlReference(current, controls, frameworks);
  await expect(text).toMatchFileSnapshot("../../docs/controls.md");
});

test("what is written by hand stays, what was generated before is replaced", () => {
  const once = controlReference("# By hand\n\ntext\n", controls, frameworks);
  expect(once.startsWith("# By hand\n\ntext\n\n<!-- Everything below")).toBe(true);
  expect(controlReference(once.replace("### root-mfa", "### stale"), controls, frameworks)).toBe(once);
  const fewer = controls.filter(({ declaration }) => declaration.id !== "root-access-key");
  expect(controlReference(once, fewer, frameworks)).not.toContain("### root-access-key");
});

test("every control tells its parameters, its reasons and what to do", () => {
  const text = controlReference("", controls, frameworks);
  for (const { declaration } of controls) {
    const [, section = ""] = text.split(`### ${declaration.id}\n`);
    for (const name of Object.keys(declaration.parameters)) expect(section).toContain(`\`${name}\``);
    expect(section).toContain(declaration.remediation.cli);
    expect(section).toContain("| `fail` |");
  }
});
