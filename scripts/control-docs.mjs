// Writes what is generated in docs/: of controls.md from controls/ and frameworks/, of privilege-rules.md and fix-first.md from data/.
import { readFileSync, writeFileSync } from "node:fs";
import { loadDeeds } from "../dist/analyse/deeds/catalogue.js";
import { loadKindModel } from "../dist/analyse/people/user-kinds.js";
import { loadRiskModel } from "../dist/analyse/risk/risk-model.js";
import { loadFrameworks } from "../dist/assess/framework.js";
import { loadControls } from "../dist/assess/load.js";
import { parsePrivilegeRules } from "../dist/policy/privilege-rules.js";
import { controlReference } from "../dist/report/control-reference.js";
import { fixFirstReference } from "../dist/report/fix-first-reference.js";
import { ruleReference } from "../dist/report/rule-reference.js";

const file = new URL("../docs/controls.md", import.meta.url);
const controls = await loadControls();
writeFileSync(file, controlReference(readFileSync(file, "utf8"), controls, await loadFrameworks()));
const rules = parsePrivilegeRules(
  JSON.parse(readFileSync(new URL("../data/privilege-rules.json", import.meta.url), "utf8")),
);
writeFileSync(new URL("../docs/privilege-rules.md", import.meta.url), ruleReference(rules));
const fixFirst = new URL("../docs/fix-first.md", import.meta.url);
const data = [await loadRiskModel(), await loadDeeds(), await loadKindModel()];
writeFileSync(fixFirst, fixFirstReference(readFileSync(fixFirst, "utf8"), ...data));
console.log(`docs/controls.md: ${controls.length} controls.`);
