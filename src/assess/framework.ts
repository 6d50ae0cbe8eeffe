import type { Control } from "./control.js";
import { ruleControls } from "./framework-rules.js";
import { standardControls } from "./framework-standard.js";
import { loadFramework } from "./frameworks.js";
import type { Setting } from "./parameters.js";

/**
 * The controls by which a framework judges: of rules under their own names and parameters, of a standard with the values that it
 * asks for. `settings` may name requirements of a standard. Throws `UserError` where there is no such framework or control.
 */
export async function frameworkControls(
  name: string,
  controls: readonly Control[],
  settings: readonly Setting[] = [],
): Promise<readonly Control[]> {
  const framework = await loadFramework(name);
  return framework.kind === "rules"
    ? ruleControls(framework, controls)
    : standardControls(framework, controls, settings).controls;
}
