import { join } from "node:path";

/** Where the demonstration keeps its files and its lake. */
export const DEMO_FOLDER = ".iamspect-demo";

/** The lake a command works on. */
export function lakePlace(
  options: { lake: string | undefined; demo?: boolean },
  env: NodeJS.ProcessEnv,
): string {
  if (options.lake !== undefined) return options.lake;
  if (options.demo === true) return join(DEMO_FOLDER, "lake");
  return env.IAMSPECT_LAKE ?? ".iamspect";
}
