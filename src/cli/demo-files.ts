import { join } from "node:path";
import { badOption } from "./bad-option.js";
import type { Context } from "./command.js";
import { type DemoChoice, demoChoice } from "./lake-place.js";

/** The files of the demonstration, where that is meant: written first where they are not there. */
export async function demoFiles(
  choice: DemoChoice,
  named: readonly string[],
  context: Context,
): Promise<string[] | undefined> {
  const demo = demoChoice(choice);
  if (demo === undefined) return undefined;
  if (named.length > 0) {
    throw badOption(
      "--demo has files of its own, so it goes with no others.",
      "Leave out the files, or --demo.",
    );
  }
  const { demoIsCurrent, writeDemo } = await import("../demo/index.js");
  const files = join(demo.folder, "files");
  if (!(await demoIsCurrent(files, demo.variant))) {
    const written = await writeDemo(files, demo.variant);
    context.note(`Wrote the demonstration cohort: ${written.files} files in ${files}.`);
  }
  return [files];
}
