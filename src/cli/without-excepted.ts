import type { ExceptionsFile } from "../govern/read-exceptions.js";
import { thousands } from "../model/listed.js";
import { plainText } from "../report/text.js";
import type { Context } from "./command.js";
import type { OpenedPlan } from "./judge-run.js";
import { layOver, notExcepted, openFindingsOf } from "./lay-over.js";

/** The open findings that no exception covers, as a SELECT in brackets; says how many are left out. */
export async function withoutExcepted(
  opened: OpenedPlan,
  { file, entries }: ExceptionsFile,
  folders: readonly string[],
  context: Context,
): Promise<string> {
  const findings = openFindingsOf(opened);
  const states = await layOver(opened, { findings, entries, folders }, context);
  const covered = states.reduce((sum, { covers }) => sum + covers, 0);
  const are = covered === 1 ? "failing finding is" : "failing findings are";
  context.note(
    plainText(
      `${file}: ${thousands(covered)} ${are} excepted and left out; --count-excepted counts them in.`,
    ),
  );
  return notExcepted(findings);
}
