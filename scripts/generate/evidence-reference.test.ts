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

test("what needs an option is listed under it, and not as asked for by every run", () => {
  const [, every = "", full = "", optional = ""] = evidenceReference("# By hand\n").split("## Asked for by ");
  for (const kind of ["fresh", "root_credentials", "config_aggregator", "scp", "root_access_features"]) {
    expect([kind, every.includes(`| \`${kind}\``), full.includes(`| \`${kind}\``)]).toEqual([
      kind,
      false,
      false,
    ]);
    expect(optional).toContain(`| \`${kind}\``);
  }
  // An account says which organization it is in; the rest only the organization does.
  expect(every).toContain("`organizations:DescribeOrganization`");
  expect(every).not.toContain("organizations:ListAccounts");
  expect(optional).toMatch(/^\| `organization` .*`organizations:ListAccounts`.* `--org` \|$/m);
  for (const option of ["--org", "--fresh", "--assume-root", "--aggregator"]) {
    expect(optional).toContain(`\`${option}\` |`);
  }
});
