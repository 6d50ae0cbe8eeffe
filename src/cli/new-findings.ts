import { diffSnapshots } from "../analyse/history/diff.js";
import { snapshotIds } from "../lake/list.js";
import { namedSnapshot } from "../lake/named-snapshot.js";
import { counted } from "../model/listed.js";
import { UserError } from "../model/user-error.js";
import type { Context } from "./command.js";
import { dateOption, timeOf } from "./history-options.js";
import { type HistoryOptions, withHistory } from "./history-run.js";

/** What began to fail between two snapshots, judged by the same controls and settings. */
export interface NewSince {
  readonly lake: string;
  readonly before: string;
  readonly after: string;
}

/**
 * The snapshots that `--new-since` compares: the named one, or the newest that is not later than a day or time, with the one
 * that is shown. Throws `UserError` where there are not two.
 */
export async function newSince(lake: string, text: string, shown: string | undefined): Promise<NewSince> {
  const ids = await snapshotIds(lake);
  const after = namedSnapshot(ids, shown ?? "latest");
  const before = /^\d{4}-\d\d-\d\d/.test(text) ? notLater(ids, text) : namedSnapshot(ids, text);
  if (ids.indexOf(before) < ids.indexOf(after)) return { lake, before, after };
  throw new UserError({
    code: "same_snapshot",
    what: `--new-since ${text} means the snapshot ${before}, and what is shown is ${after === before ? "the same" : `the earlier ${after}`}.`,
    fix: "Name an earlier snapshot; `iamspect snapshots list` prints them.",
  });
}

function notLater(ids: readonly string[], text: string): string {
  const at = dateOption("--new-since", text);
  const id = ids.findLast((one) => timeOf(one) <= at);
  if (id !== undefined) return id;
  throw new UserError({
    code: "no_snapshot",
    what: `The lake holds no snapshot from ${text} or before.`,
    fix: ids.length === 0 ? "Run `iamspect audit` first." : `The oldest is ${ids[0]}.`,
  });
}

/**
 * The ids of the findings that fail in the later snapshot and did not in the earlier one. Of what nobody could see then it is
 * not known, so it is left out, with a note.
 */
export async function newFindingIds(
  { lake, before, after }: NewSince,
  options: HistoryOptions,
  context: Context,
): Promise<ReadonlySet<string>> {
  const all = await snapshotIds(lake);
  const ids = all.slice(0, all.indexOf(after) + 1);
  return await withHistory({ lake, ids, options, context }, async ({ history }) => {
    const { controls, findings } = await diffSnapshots(history, ids.indexOf(before), ids.length - 1);
    const unseen = controls.reduce(
      (sum, one) => sum + one.became_known + one.evidence_changed_after + one.not_compared_after,
      0,
    );
    if (unseen > 0) {
      context.note(
        `${counted(unseen, "more finding")} may be new: what they rest on was not known in ${before}. \`iamspect diff ${before} ${after}\` lists them.`,
      );
    }
    const found = new Set<string>();
    for await (const rows of findings({ changes: ["new", "reopened"] })) {
      for (const row of rows) found.add(String(row.finding_id));
    }
    return found;
  });
}
