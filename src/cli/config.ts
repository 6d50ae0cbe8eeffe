import { readFile } from "node:fs/promises";
import { z } from "zod";
import { breakGlassEntry } from "../analyse/people/break-glass.js";
import { ownerEntrySchema } from "../analyse/people/owner-files.js";
import { kindOverrideSchema } from "../analyse/people/user-kinds.js";
import type { Setting } from "../assess/parameters.js";
import { collectPlanSchema } from "../collect/aws/plan.js";
import { inUnits } from "../model/in-units.js";
import { quotedAccountId } from "../model/quoted-account-id.js";
import { readYaml } from "../model/read-yaml.js";
import { SEVERITIES } from "../model/status.js";
import { UserError } from "../model/user-error.js";

/** The configuration where none is named. */
export const DEFAULT_FILE = "iamspect.yaml";

const values = z.record(z.string(), z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])));

/** `iamspect.yaml`. */
export const configSchema = z.strictObject({
  version: z.literal(1),
  /** Parameters by control. */
  controls: values.default({}),
  /** Severities by control, where the control's own does not fit. */
  severities: z.record(z.string(), z.enum(SEVERITIES)).default({}),
  /** Parameters for some accounts only; later entries win. */
  overrides: z
    .array(
      z
        .strictObject({
          accounts: z.array(quotedAccountId).default([]),
          /** Paths such as /Workloads/Prod; the units below are meant too. */
          organizational_units: z.array(z.string().regex(/^\//, "must begin with /")).default([]),
          controls: values,
        })
        .refine((one) => one.accounts.length + one.organizational_units.length > 0, {
          message: "an override needs accounts or organizational_units",
        }),
    )
    .default([]),
  /** What users are, where the signals that are found say otherwise; the first entry that fits decides. */
  users: z.array(kindOverrideSchema).default([]),
  /** Whose users and accounts are; the first entry that gives an owner decides. */
  owners: z.array(ownerEntrySchema).optional(),
  /** Users that are kept for an emergency, beside those whose name, tag or path says so. */
  break_glass: z.array(breakGlassEntry).default([]),
  /** The file of exceptions, where it is not ./exceptions.yaml. */
  exceptions: z.string().min(1).optional(),
  /** What a live collection with --org is made of. */
  collect: collectPlanSchema.optional(),
});
export type Config = z.output<typeof configSchema>;

/** Reads the configuration: the named file, else ./iamspect.yaml where there is one. Throws `UserError`. */
export async function readConfig(
  file: string | undefined,
): Promise<{ config: Config; file: string; text: string } | undefined> {
  const path = file ?? DEFAULT_FILE;
  const text = await readFile(path, "utf8").catch((cause: unknown) => {
    if (file === undefined && cause instanceof Error && "code" in cause && cause.code === "ENOENT")
      return undefined;
    throw new UserError({ code: "no_config", what: `The configuration ${path} cannot be read.`, cause });
  });
  return text === undefined
    ? undefined
    : { config: readYaml(configSchema, text, path, "bad_config"), file: path, text };
}

/** An account and the organizational unit it is in. */
export interface PlacedAccount {
  readonly accountId: string;
  readonly ouPath: string | null;
}

/** The settings of a configuration, overrides resolved to accounts. */
export function configSettings(config: Config, file: string, accounts: readonly PlacedAccount[]): Setting[] {
  const settings = entries(config.controls, file);
  for (const override of config.overrides) {
    const chosen = new Set([
      ...override.accounts,
      ...accounts
        .filter(({ ouPath }) => inUnits(ouPath, override.organizational_units))
        .map(({ accountId }) => accountId),
    ]);
    for (const setting of entries(override.controls, file)) settings.push({ ...setting, accounts: chosen });
  }
  return settings;
}

function entries(controls: Config["controls"], origin: string): Setting[] {
  return Object.entries(controls).flatMap(([control, parameters]) =>
    Object.entries(parameters).map(([parameter, value]) => ({ control, parameter, value, origin })),
  );
}
