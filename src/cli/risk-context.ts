import { loadBreakGlass } from "../analyse/people/break-glass.js";
import { readOwnerFiles } from "../analyse/people/owner-files.js";
import { DEFAULT_OWNERS } from "../analyse/people/owners.js";
import { UserKinds } from "../analyse/people/user-kinds.js";
import type { RiskContext } from "../analyse/risk/credential-risks.js";
import { loadRiskModel } from "../analyse/risk/risk-model.js";
import type { Engine } from "../engine/engine.js";
import { readConfig } from "./config.js";

/** What risk is reckoned with, whatever the snapshot is. */
export type RiskSettings = Omit<RiskContext, "dialect">;

/** The data that is shipped, and what `iamspect.yaml` says of users and owners. Throws `UserError`. */
export async function riskSettings(configFile: string | undefined): Promise<RiskSettings> {
  const config = (await readConfig(configFile))?.config;
  const [model, kinds, owners, breakGlass] = await Promise.all([
    loadRiskModel(),
    UserKinds.load(config?.users),
    config?.owners === undefined ? DEFAULT_OWNERS : readOwnerFiles(config.owners),
    loadBreakGlass(config?.break_glass),
  ]);
  return { model, kinds, owners, breakGlass };
}

/** The same over an opened snapshot. */
export async function riskContext(
  engine: Pick<Engine, "dialect">,
  configFile: string | undefined,
): Promise<RiskContext> {
  return { ...(await riskSettings(configFile)), dialect: engine.dialect };
}
