import { loadFixes } from "../analyse/fixes/catalogue.js";
import { fixedFindings, withoutFixSql } from "../analyse/fixes/fixed-findings.js";
import { createTargets } from "../analyse/fixes/targets.js";
import { thousands } from "../model/listed.js";
import type { Context } from "./command.js";
import type { OpenedPlan } from "./judge-run.js";
import { failingFindingsOf } from "./lay-over.js";
import { riskContext } from "./risk-context.js";

/** Whether a row `f` of the findings is in no fix, once they are marked. */
export const WITHOUT_FIX = "f.finding_id IN (SELECT finding_id FROM without_fix)";

/** Makes the table of failing findings that are in no fix, and notes how many there are, and why. */
export async function markWithoutFix(
  opened: OpenedPlan,
  configFile: string | undefined,
  context: Context,
): Promise<void> {
  const { engine } = opened;
  const catalogue = await loadFixes();
  const risk = await riskContext(engine, configFile);
  await createTargets(engine, risk, catalogue, { findings: await failingFindingsOf(opened), withIds: true });
  await engine.run(`CREATE OR REPLACE TABLE without_fix AS ${withoutFixSql(catalogue)}`);
  const { failing, in_fix: inFix, without } = await fixedFindings(engine, catalogue);
  context.note(`${thousands(failing)} failing findings, ${thousands(inFix)} in a fix.`);
  for (const { reason, findings } of without) context.note(`${thousands(findings)}: ${reason}.`);
}
