import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parsePrivilegeRules } from "../../src/policy/privilege-rules.js";
import { ruleReference } from "./rule-reference.js";

test("docs/privilege-rules.md is what the data say; `npm run docs` renews it", async () => {
  const data = readFileSync(new URL("../../data/privilege-rules.json", import.meta.url), "utf8");
  const text = ruleReference(parsePrivilegeRules(JSON.parse(data)));
  await expect(text).toMatchFileSnapshot("../../docs/privilege-rules.md");
});
