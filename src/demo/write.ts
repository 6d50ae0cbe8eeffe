import { buildCohort, type CohortAccount } from "./cohort.js";
import { type DemoFile, type DemoVariant, demoFiles } from "./files.js";
import { holdsCurrentDemo, inspectFolder, realFolder } from "./folder.js";
import { CHANGES_FILE, laterDemo } from "./later/known-changes.js";
import { auditTime } from "./later/month.js";
import { writeFolder } from "./write-folder.js";

/** What was written; `files` counts the marker `demo.json` too. */
interface WrittenDemo {
  readonly files: number;
  readonly accounts: number;
  readonly users: number;
}

/**
 * Writes the demonstration to `dir`: a new folder, an empty one, or one that holds an earlier demonstration, which
 * is replaced as a whole. Directories are 0700 and files 0600. `months` later than the published cohort, with
 * `demo-changes.json`, which says what changed in the last of them.
 *
 * @throws UserError `demo_folder_not_empty`, `demo_folder_not_a_folder`, `demo_folder_in_use` or `demo_not_written`
 */
export async function writeDemo(
  dir: string,
  variant: DemoVariant = "plain",
  months = 0,
): Promise<WrittenDemo> {
  const target = realFolder(dir);
  const state = inspectFolder(target);
  const { cohort, files } = months === 0 ? published(variant) : later(variant, months);
  const written = writeFolder(target, state, files, variant, months);
  const users = cohort.reduce((sum, account) => sum + account.users.length, 0);
  return { files: written, accounts: cohort.length, users };
}

interface Demo {
  /** The accounts that files are written of. */
  readonly cohort: readonly CohortAccount[];
  readonly files: Iterable<DemoFile>;
}

function published(variant: DemoVariant): Demo {
  const cohort = buildCohort();
  return { cohort, files: demoFiles(cohort, variant) };
}

function later(variant: DemoVariant, months: number): Demo {
  const { cohort, changes } = laterDemo(buildCohort(), months);
  const { accounts, notCollected } = cohort;
  const truth = { path: CHANGES_FILE, content: `${JSON.stringify(changes, null, 2)}\n` };
  const files = demoFiles(accounts, variant, { asOf: auditTime(months), notCollected });
  return {
    cohort: accounts.filter(({ id }) => !notCollected.includes(id)),
    files: [truth, ...files],
  };
}

/** Whether `dir` holds this demonstration in this version, complete. */
export async function demoIsCurrent(dir: string, variant: DemoVariant = "plain"): Promise<boolean> {
  return holdsCurrentDemo(dir, variant);
}
