import { join } from "node:path";
import type { Context } from "./command.js";
import { type DemoChoice, demoChoice } from "./lake-place.js";

/** The files of the demonstration, where that is meant: written first where they are not there. */
export async function demoFiles(choice: DemoChoice, context: Context): Promise<string[] | undefined> {
  const demo = demoChoice(choice);
  if (demo === undefined) return undefined;
  const { demoIsCurrent, writeDemo } = await import("../demo/index.js");
  const files = join(demo.folder, "files");
  if (!(await demoIsCurrent(files, demo.variant))) {
    const written = await writeDemo(files, demo.variant);
    context.note(`Wrote the demonstration cohort: ${written.files} files in ${files}.`);
  }
  return [files];
}
