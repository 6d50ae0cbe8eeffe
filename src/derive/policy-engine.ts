import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { parseCatalogue } from "../policy/catalogue.js";
import { PolicyEngine } from "../policy/engine.js";
import { parsePrivilegeRules } from "../policy/privilege-rules.js";

const data = (name: string) => fileURLToPath(new URL(`../../data/${name}`, import.meta.url));

/** The policy engine with the action catalogue and the privilege rules that come with iamspect. */
export async function openPolicyEngine(): Promise<PolicyEngine> {
  const [actions, rules] = await Promise.all([
    readFile(data("aws-actions.txt"), "utf8"),
    readFile(data("privilege-rules.json"), "utf8"),
  ]);
  return new PolicyEngine(parseCatalogue(actions), parsePrivilegeRules(JSON.parse(rules)));
}
