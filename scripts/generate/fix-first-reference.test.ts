import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { ANY, loadFixes } from "../../src/analyse/fixes/catalogue.js";
import { loadKindModel } from "../../src/analyse/people/user-kinds.js";
import { loadRiskModel } from "../../src/analyse/risk/risk-model.js";
import { loadControls } from "../../src/assess/load.js";
import { fixFirstReference, type RiskExample } from "./fix-first-reference.js";

const page = () => readFileSync(new URL("../../docs/fix-first.md", import.meta.url), "utf8");
const examples = new URL("../../src/analyse/risk/fixtures/examples.json", import.meta.url);
const data = async () => ({
  risk: await loadRiskModel(),
  catalogue: await loadFixes(),
  kinds: await loadKindModel(),
  examples: JSON.parse(readFileSync(examples, "utf8")) as RiskExample[],
});

test("docs/fix-first.md says what the data say; `npm run docs` renews it", async () => {
  const text = fixFirstReference(page(), await data());
  await expect(text).toMatchFileSnapshot("../../docs/fix-first.md");
});

test("what is written by hand stays, and the rest is made anew", async () => {
  const made = fixFirstReference("# By hand\n", await data());
  expect(made.startsWith("# By hand\n\n<!--")).toBe(true);
  expect(fixFirstReference(made, await data())).toBe(made);
});

test("fixes speak of controls that exist", async () => {
  const ids = new Set((await loadControls()).map(({ declaration }) => declaration.id));
  for (const { covers } of (await loadFixes()).fixes) {
    for (const { control } of covers) if (control !== ANY) expect(ids).toContain(control);
  }
});
