import type { z } from "zod";
import { type CollectPlan, collectPlanSchema } from "../collect/aws/plan.js";
import { UserError } from "../model/user-error.js";
import type { Context, OptionValues } from "./command.js";
import { readConfig } from "./config.js";
import { type LiveOptions, regionsOption } from "./live.js";
import type { accountOptions } from "./shared-options.js";
import { isTrusted, trust } from "./trusted.js";

type Options = OptionValues<typeof accountOptions> &
  Pick<LiveOptions, "config" | "trustConfig" | "profile" | "region" | "assumeRoot" | "full" | "regions">;

/**
 * What `--org` is to collect: what the configuration names, else the organization of the credentials at hand. What the
 * command line says wins, except for the profile of an organization that has its own.
 *
 * @throws UserError when the configuration lies in the working directory and nobody trusted it
 */
export async function collectPlan(options: Options, context: Context): Promise<CollectPlan> {
  const configured = await configuredPlan(options, context);
  const nothing =
    configured === undefined || configured.organizations.length + configured.accounts.length === 0;
  const plan = nothing ? { organizations: [{}], accounts: [] } : configured;
  const organizations = plan.organizations.map((each) => ({ ...each, ...flags(options, each) }));
  const parsed = collectPlanSchema.safeParse({ ...plan, organizations });
  if (parsed.success) return parsed.data;
  throw badOption(parsed.error);
}

/** The `collect` section, where there is one: roles and profiles take effect only by the person's own will. */
async function configuredPlan(
  { config: file, trustConfig }: Options,
  context: Context,
): Promise<CollectPlan | undefined> {
  const found = await readConfig(file);
  if (found?.config.collect === undefined) return undefined;
  if (file !== undefined) return found.config.collect;
  if (trustConfig) await trust(found.file, found.text, context.env);
  else if (!(await isTrusted(found.text, context.env))) throw untrusted(found.file);
  return found.config.collect;
}

function flags(options: Options, own: { readonly profile?: string | undefined }) {
  const profile = own.profile ?? options.profile;
  return {
    ...(profile !== undefined && { profile }),
    ...(options.region !== undefined && { region: options.region }),
    ...(options.role !== undefined && { role: options.role }),
    ...(options.externalId !== undefined && { external_id: options.externalId }),
    ...(options.sessionName !== undefined && { session_name: options.sessionName }),
    ...(options.include.length > 0 && { include: [...options.include] }),
    ...(options.exclude.length > 0 && { exclude: [...options.exclude] }),
    ...(options.assumeRoot && { assume_root: true }),
    ...(options.full && { full: true }),
    ...(options.regions !== undefined && { regions: regionsOption(options.regions) }),
  };
}

function badOption(error: z.ZodError): UserError {
  const issue = error.issues[0];
  const name = String(issue?.path.findLast((part) => typeof part === "string") ?? "");
  return new UserError({
    code: "bad_option",
    what: `--${name.replaceAll("_", "-")} ${issue?.message ?? "is not valid"}.`,
    cause: error,
  });
}

function untrusted(file: string): UserError {
  return new UserError({
    code: "untrusted_config",
    what: `${file} says which roles and profiles to collect with, and nobody has trusted it yet.`,
    why: "It was found in the working directory, where it may have come with somebody else's files.",
    fix: `Read it. Then trust it as it is, once, with --trust-config, or name it with --config ${file}.`,
  });
}
