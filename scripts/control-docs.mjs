// Writes the generated part of docs/controls.md from controls/ and frameworks/, and docs/privilege-rules.md from the rules.
import { readFileSync, writeFileSync } from "node:fs";
import { loadFrameworks } from "../dist/assess/framework.js";
import { loadControls } from "../dist/assess/load.js";
import { parsePrivilegeRules } from "../dist/policy/privilege-rules.js";
import { controlReference } from "../dist/report/control-reference.js";
import { ruleReference } from "../dist/report/rule-reference.js";

const file = new URL("../docs/controls.md", import.meta.url);
const controls = await loadControls();
writeFileSync(file, controlReference(readFileSync(file, "utf8"), controls, await loadFrameworks()));
const rules = parsePrivilegeRules(
  JSON.parse(readFileSync(new URL("../data/privilege-rules.json", import.meta.url), "utf8")),
);
writeFileSync(new URL("../docs/privilege-rules.md", import.meta.url), ruleReference(rules));
console.log(`docs/controls.md: ${controls.length} controls.`);
