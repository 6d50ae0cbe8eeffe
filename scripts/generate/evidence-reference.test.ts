import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { EVIDENCE_KINDS } from "../../src/sources/index.js";
import { evidenceReference } from "./evidence-reference.js";

test("docs/evidence.md is what src/sources/ says; `npm run docs` renews it", async () => {
  const current = readFileSync(new URL("../../docs/evidence.md", import.meta.url), "utf8");
  await expect(evidenceReference(current)).toMatchFileSnapshot("../../docs/evidence.md");
});

test("every kind of evidence is in it, and what is written by hand stays", () => {
  const text = evidenceReference("# By hand\n");
  for (const kind of EVIDENCE_KINDS) expect(text).toContain(`\`${kind}\``);
  expect(evidenceReference(text)).toBe(text);
});
