import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parsePrivilegeRules } from "../policy/privilege-rules.js";
import { ruleReference } from "./rule-reference.js";

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");

test("docs/privilege-rules.md is what the data say; `npm run docs` renews it", () => {
  const rules = parsePrivilegeRules(JSON.parse(read("data/privilege-rules.json")));
  expect(ruleReference(rules)).toBe(read("docs/privilege-rules.md"));
});
