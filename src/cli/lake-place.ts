import { join } from "node:path";
import type { DemoVariant } from "../demo/index.js";
import { badOption } from "./bad-option.js";

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

/** The lake a command works on. */
export function lakePlace(
  options: DemoChoice & { lake: string | undefined },
  env: NodeJS.ProcessEnv,
): string {
  const demo = demoChoice(options);
  if (options.lake !== undefined) return options.lake;
  return demo === undefined ? (env.IAMSPECT_LAKE ?? ".iamspect") : join(demo.folder, "lake");
}
