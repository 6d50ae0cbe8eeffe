import { Cohort } from "../analyse/cohort/cohort.js";
import { chooseCounted, type Decision, type SharedFile } from "../analyse/cohort/counted-files.js";
import { readShare } from "../analyse/cohort/read-share.js";
import type { CohortResult } from "../model/results/cohort.js";
import { UserError } from "../model/user-error.js";
import { plainText } from "../report/text.js";
import type { Context } from "./command.js";
import { Progress } from "./progress.js";
import { shareFileText } from "./share-files.js";

export interface ReadCohort {
  readonly cohort: Cohort;
  readonly decision: Decision;
  /** Files that were not counted because something is wrong with them. */
  readonly problems: CohortResult["not_counted"];
}

/** So many are read at a time: waiting for the disk one after the other takes longer than all the rest. */
const AT_A_TIME = 64;

/** Reads shared files in their order; what is wrong with one is a problem of that one. */
export async function readCohort(files: readonly string[], context: Context): Promise<ReadCohort> {
  const cohort = new Cohort();
  const entries: SharedFile[] = [];
  const problems: { file: string; why: string }[] = [];
  const progress = new Progress(context, "Read", "files");
  for (let start = 0; start < files.length; start += AT_A_TIME) {
    progress.update(start, files.length);
    for (const { name, text } of await readTogether(files.slice(start, start + AT_A_TIME))) {
      try {
        if (typeof text !== "string") throw text;
        const { share, digest } = readShare(text, name);
        cohort.add(share);
        entries.push({ name, organization: share.organization, month: share.month, digest });
      } catch (error) {
        problems.push({ file: name, why: reason(error) });
      }
    }
  }
  progress.end();
  const decision = chooseCounted(entries);
  for (const [first, ...others] of decision.contradicting) {
    if (first === undefined) continue;
    const named = others.map(({ name }) => name).join(", ");
    problems.push({
      file: first.name,
      why: plainText(
        `${first.name} and ${named} are of one organization and month (${first.month}), but say different things. None is counted: keep the one that is right.`,
      ),
    });
  }
  return { cohort, decision, problems };
}

/** The texts of files, or what kept them from being read. */
async function readTogether(files: readonly string[]): Promise<{ name: string; text: string | UserError }[]> {
  return await Promise.all(
    files.map(async (name) => {
      const text = await shareFileText(name).catch((error: unknown) => {
        if (error instanceof UserError) return error;
        throw error;
      });
      return { name, text };
    }),
  );
}

/** What is wrong with a file, disarmed, for it may quote the file. Anything but a `UserError` is a bug. */
function reason(error: unknown): string {
  if (!(error instanceof UserError)) throw error;
  return plainText([error.what, error.why].filter((text) => text !== undefined).join(" "));
}
