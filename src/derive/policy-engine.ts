import { parseCatalogue } from "../policy/catalogue.js";
import { PolicyEngine } from "../policy/engine.js";
import { parsePrivilegeRules } from "../policy/privilege-rules.js";
import { policyData } from "./derived-version.js";

/** The policy engine with the action catalogue and the privilege rules that come with iamspect. */
export async function openPolicyEngine(): Promise<PolicyEngine> {
  const { actions, rules } = await policyData();
  return new PolicyEngine(parseCatalogue(actions), parsePrivilegeRules(JSON.parse(rules)));
}
