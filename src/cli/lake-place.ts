import { join } from "node:path";
import type { DemoVariant } from "../demo/index.js";
import { makePrivate } from "../lake/privacy.js";
import type { UserError } from "../model/user-error.js";
import { badOption } from "./bad-option.js";
import type { Context } from "./command.js";

const DEMO_FOLDER = ".iamspect-demo";

export interface DemoChoice {
  readonly demo?: boolean;
  readonly withPolicies?: boolean | undefined;
  readonly full?: boolean | undefined;
  /** Commands that ask AWS have it, and there --full means more than a demonstration. */
  readonly org?: boolean;
}

interface ChosenDemo {
  readonly variant: DemoVariant;
  readonly folder: string;
}

/** Which demonstration is meant, where one is, and the folder it keeps its files and its lake in. */
export function demoChoice({ demo, withPolicies, full, org }: DemoChoice): ChosenDemo | undefined {
  if (demo === true) {
    const variant = demoVariant({ withPolicies, full });
    return { variant, folder: join(DEMO_FOLDER, FOLDERS[variant]) };
  }
  if (withPolicies === true) throw notAlone("--with-policies");
  if (full === true && org === undefined) throw notAlone("--full");
  return undefined;
}

const FOLDERS: Readonly<Record<DemoVariant, string>> = { plain: "", policies: "with-policies", full: "full" };

/** The demonstration that flags choose. */
export function demoVariant({ withPolicies, full }: Pick<DemoChoice, "withPolicies" | "full">): DemoVariant {
  if (withPolicies === true && full === true) {
    throw badOption("--with-policies and --full are two demonstrations.", "Choose one of them.");
  }
  if (full === true) return "full";
  return withPolicies === true ? "policies" : "plain";
}

function notAlone(flag: string): UserError {
  return badOption(`${flag} chooses a demonstration, so it goes with --demo.`);
}

/** The place of the lake a command is about. */
export function lakePlace(
  options: DemoChoice & { lake: string | undefined },
  env: NodeJS.ProcessEnv,
): string {
  const demo = demoChoice(options);
  if (options.lake !== undefined) return options.lake;
  return demo === undefined ? (env.IAMSPECT_LAKE ?? ".iamspect") : join(demo.folder, "lake");
}

/**
 * The lake a command works on. Where others could write into it, it is made private, with a word.
 *
 * @throws UserError where that cannot be
 */
export async function privateLake(
  options: DemoChoice & { lake: string | undefined },
  context: Context,
): Promise<string> {
  const lake = lakePlace(options, context.env);
  const open = await makePrivate(lake);
  if (open.length > 0) {
    context.note(
      `warning: others could write into ${open.join(", ")}. Now only you can, but what they put there stays: prune snapshots that you did not make.`,
    );
  }
  return lake;
}
