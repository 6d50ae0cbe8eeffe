import { buildCohort } from "./cohort.js";
import { type DemoVariant, demoFiles } from "./files.js";
import { holdsCurrentDemo, inspectFolder, realFolder } from "./folder.js";
import { writeFolder } from "./write-folder.js";

/** What was written; `files` counts the marker `demo.json` too. */
interface WrittenDemo {
  readonly files: number;
  readonly accounts: number;
  readonly users: number;
}

/**
 * Writes the demonstration to `dir`: a new folder, an empty one, or one that holds an earlier demonstration, which
 * is replaced as a whole. Directories are 0700 and files 0600.
 *
 * @throws UserError `demo_folder_not_empty`, `demo_folder_not_a_folder`, `demo_folder_in_use` or `demo_not_written`
 */
export async function writeDemo(dir: string, variant: DemoVariant = "plain"): Promise<WrittenDemo> {
  const target = realFolder(dir);
  const state = inspectFolder(target);
  const cohort = buildCohort();
  const files = writeFolder(target, state, demoFiles(cohort, variant), variant);
  const users = cohort.reduce((sum, account) => sum + account.users.length, 0);
  return { files, accounts: cohort.length, users };
}

/** Whether `dir` holds this demonstration in this version, complete. */
export async function demoIsCurrent(dir: string, variant: DemoVariant = "plain"): Promise<boolean> {
  return holdsCurrentDemo(dir, variant);
}
