import { basisOf, type Control } from "../assess/control.js";
import { UserError } from "../model/user-error.js";
import { readConfig } from "./config.js";

/**
 * The controls with the severities that the configuration gives them. A configuration speaks of all controls: where only some are
 * there (`narrowed`), it may name others. Throws `UserError` for a control that does not exist.
 */
export async function withSeverities(
  controls: readonly Control[],
  configFile: string | undefined,
  narrowed: boolean,
): Promise<readonly Control[]> {
  const found = await readConfig(configFile);
  const severities = new Map(Object.entries(found?.config.severities ?? {}));
  if (severities.size === 0) return controls;
  const known = new Set(controls.flatMap((one) => [one.declaration.id, basisOf(one)]));
  const unknown = [...severities.keys()].find((id) => !known.has(id));
  if (unknown !== undefined && !narrowed) {
    throw new UserError({
      code: "unknown_setting",
      what: `${found?.file}: severities: there is no control ${unknown}.`,
      fix: `Choose from: ${[...known].sort().join(", ")}.`,
    });
  }
  return controls.map((one) => {
    const severity = severities.get(one.declaration.id) ?? severities.get(basisOf(one));
    if (severity === undefined || severity === one.declaration.severity) return one;
    return { ...one, declaration: { ...one.declaration, severity }, regraded: true };
  });
}
