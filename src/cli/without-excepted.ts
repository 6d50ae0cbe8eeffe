import type { ExceptionsFile } from "../govern/read-exceptions.js";
import { plainText, thousands } from "../report/text.js";
import type { Context } from "./command.js";
import { layOver } from "./lay-over.js";
import type { OpenedPlan } from "./with-snapshot.js";

/** The findings that no exception covers, as a SELECT in brackets; says how many are left out. */
export async function withoutExcepted(
  opened: OpenedPlan,
  findings: string,
  { file, entries }: ExceptionsFile,
  controlFolders: readonly string[],
  context: Context,
): Promise<string> {
  const states = await layOver(opened, findings, entries, controlFolders, context);
  const covered = states.reduce((sum, { covers }) => sum + covers, 0);
  const are = covered === 1 ? "failing finding is" : "failing findings are";
  context.note(
    plainText(
      `${file}: ${thousands(covered)} ${are} excepted and left out; --count-excepted counts them in.`,
    ),
  );
  return `(SELECT f.* FROM ${findings} f LEFT JOIN excepted x ON x.finding_id = f.finding_id WHERE x.finding_id IS NULL)`;
}
