import type { ExceptionsFile } from "../govern/read-exceptions.js";
import { thousands } from "../model/listed.js";
import { plainText } from "../report/text.js";
import type { Context } from "./command.js";
import type { OpenedPlan } from "./judge-run.js";
import { layOver, openFindingsOf } from "./lay-over.js";

/** Lays exceptions over the open findings of a snapshot, to leave out what they cover (`notExcepted`); says how many that are. */
export async function layToLeaveOut(
  opened: OpenedPlan,
  { file, entries }: ExceptionsFile,
  folders: readonly string[],
  context: Context,
): Promise<void> {
  const states = await layOver(opened, { findings: openFindingsOf(opened), entries, folders }, context);
  const covered = states.reduce((sum, { covers }) => sum + covers, 0);
  const are = covered === 1 ? "failing finding is" : "failing findings are";
  context.note(
    plainText(
      `${file}: ${thousands(covered)} ${are} excepted and left out; --count-excepted counts them in.`,
    ),
  );
}
