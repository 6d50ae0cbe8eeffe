import { readFile } from "node:fs/promises";
import { z } from "zod";
import { shippedPath } from "../../model/package.js";
import { readYaml } from "../../model/read-yaml.js";
import { TIERS } from "../../model/tiers.js";

const FILE = shippedPath("data/risk.yaml");

/** The credentials that have a risk: what somebody must hold to act as the user. */
export const CREDENTIALS = ["password", "access_key", "root_password", "root_key"] as const;

/** What a fix does to a credential; `remove` takes it away altogether. */
export const PARTIAL_EFFECTS = ["rotate", "close", "reduce"] as const;

const points = z.int().min(0).max(1000);
const thousandths = z.int().min(0).max(1000);

const factor = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  credentials: z.array(z.enum(CREDENTIALS)).min(1),
  /** Thousandths. */
  ease: thousandths,
  text: z.string(),
  /** SQL over a credential `c`. */
  when: z.string(),
  fixed_by: z.array(z.enum(PARTIAL_EFFECTS)).default([]),
});
export type RiskFactor = z.output<typeof factor>;

/** What comes before all risk, whatever the sum is. */
const emergency = z.strictObject({
  id: z.string().regex(/^[a-z-]+$/),
  title: z.string(),
  credentials: z.array(z.enum(CREDENTIALS)).min(1),
  /** SQL over a credential `c`. */
  when: z.string(),
});
const schema = z.strictObject({
  version: z.literal(3),
  /** The first of them comes first. */
  emergencies: z.array(emergency).min(1),
  gain: z.strictObject({
    ...(Object.fromEntries(TIERS.map((tier) => [tier, points])) as Record<
      (typeof TIERS)[number],
      typeof points
    >),
    unknown: points,
    root: points,
  }),
  with_mfa: thousandths,
  certainty: z.strictObject({ policies_unknown: thousandths, scps_unknown: thousandths }),
  factors: z.array(factor).min(1),
});
export type RiskModel = z.output<typeof schema>;

/** How risk is put together: `data/risk.yaml`, where every number has its reason. */
export async function loadRiskModel(): Promise<RiskModel> {
  return readYaml(schema, await readFile(FILE, "utf8"), FILE);
}
