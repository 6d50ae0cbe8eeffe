import { join } from "node:path";
import type { DemoVariant } from "../demo/index.js";
import { makePrivate } from "../lake/privacy.js";
import { badOption } from "./bad-option.js";
import type { Context } from "./command.js";

const DEMO_FOLDER = ".iamspect-demo";

export interface DemoChoice {
  readonly demo?: boolean;
  readonly withPolicies?: boolean;
}

/** Which demonstration is meant, where one is, and the folder it keeps its files and its lake in. */
export function demoChoice(options: DemoChoice): { variant: DemoVariant; folder: string } | undefined {
  if (options.demo === true) {
    return options.withPolicies === true
      ? { variant: "policies", folder: join(DEMO_FOLDER, "with-policies") }
      : { variant: "plain", folder: DEMO_FOLDER };
  }
  if (options.withPolicies !== true) return undefined;
  throw badOption("--with-policies chooses a demonstration, so it goes with --demo.");
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
