import type { Control } from "../assess/control.js";
import type { AroundUsers, AuditedPrevalence } from "../model/results/audit.js";
import { SEVERITIES, severityAtLeast } from "../model/status.js";

/**
 * What to do about things around the users, worst first: controls of severity high and above that fail for what is neither a
 * user nor a policy.
 */
export function aroundUsers(
  controls: readonly Control[],
  prevalence: readonly AuditedPrevalence[],
): AroundUsers[] {
  const known = new Map(controls.map((control) => [control.declaration.id, control]));
  return prevalence
    .flatMap(({ control_id, severity, fail, excepted }): AroundUsers[] => {
      const control = known.get(control_id);
      const open = fail - excepted;
      if (control === undefined || control.entity.core === true) return [];
      if (open <= 0 || !severityAtLeast(severity, "high")) return [];
      const { remediation, title } = control.declaration;
      return [{ control_id, severity, fail: open, what: remediation.summary ?? title }];
    })
    .sort((a, b) => rank(b) - rank(a) || b.fail - a.fail);
}

function rank({ severity }: AroundUsers): number {
  return SEVERITIES.indexOf(severity);
}
