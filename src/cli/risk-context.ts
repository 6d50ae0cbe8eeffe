import { readOwnerFiles } from "../analyse/people/owner-files.js";
import { DEFAULT_OWNERS, type OwnerRule } from "../analyse/people/owners.js";
import { UserKinds } from "../analyse/people/user-kinds.js";
import type { RiskContext } from "../analyse/risk/credential-risks.js";
import { loadRiskModel } from "../analyse/risk/risk-model.js";
import type { Engine } from "../engine/engine.js";
import { readConfig } from "./config.js";

/** What risk is reckoned with: the data that is shipped, and what `iamspect.yaml` says of users and owners. */
export async function riskContext(
  engine: Pick<Engine, "dialect">,
  configFile: string | undefined,
  asOf: number,
): Promise<RiskContext> {
  const config = (await readConfig(configFile))?.config;
  const [model, kinds, owners] = await Promise.all([
    loadRiskModel(),
    UserKinds.load(config?.users),
    ownerRules(configFile),
  ]);
  return { model, kinds, owners, asOf, dialect: engine.dialect };
}

/** Who owns which users: what `iamspect.yaml` says, else what people tag as owner. */
export async function ownerRules(configFile: string | undefined): Promise<readonly OwnerRule[]> {
  const owners = (await readConfig(configFile))?.config.owners;
  return owners === undefined ? DEFAULT_OWNERS : await readOwnerFiles(owners);
}
