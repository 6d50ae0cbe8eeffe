import type { SqlRow } from "../../engine/engine.js";
import { CHANGES, type Change, changeBetween } from "./change.js";
import { changedFindings } from "./changed-findings.js";
import type { History } from "./open-history.js";
import { readPatterns } from "./patterns.js";
import type { Way } from "./way.js";

/** The findings of a control in two snapshots. */
export interface ControlDiff {
  readonly control_id: string;
  readonly title: string;
  readonly severity: string;
  /** Failing findings in the one and the other. */
  readonly before: number;
  readonly after: number;
  readonly new: number;
  readonly reopened: number;
  readonly became_known: number;
  readonly persisting: number;
  readonly fixed: number;
  /** Of `fixed`: the user, or the credential, is gone. */
  readonly fixed_gone: number;
  readonly became_unknown: number;
  /** Failing findings of accounts without evidence in the other snapshot: of the earlier and of the later one. */
  readonly not_compared_before: number;
  readonly not_compared_after: number;
}

export interface Diff {
  /** In the order of the controls. */
  readonly controls: readonly ControlDiff[];
  /** Findings with one of the changes, batch by batch; `most` of each change only. */
  findings(changes: readonly Change[], most?: number): AsyncIterable<readonly SqlRow[]>;
}

type Counts = { -readonly [Name in keyof Omit<ControlDiff, "control_id" | "title" | "severity">]: number };

/** Compares two snapshots of a history by their places in it. */
export async function diffSnapshots(history: History, before: number, after: number): Promise<Diff> {
  const counts = new Map(history.controls.map(({ declaration: { id } }) => [id, noCounts()]));
  const ways = new Map<string, Way>();
  for await (const { control, states, findings, words } of readPatterns(history)) {
    const change = changeBetween(states, before, after);
    if (change === undefined) continue;
    const failedAfter = states[after] === "fail";
    add(counts.get(control) ?? noCounts(), change, states[before] === "fail", failedAfter, findings);
    const shown = failedAfter ? after : before;
    ways.set(words.join(), { words, change, shown, firstSeen: states.indexOf("fail") });
  }
  const changed = await changedFindings(history, [...ways.values()], before, after);
  const gone = await changed.gone();
  return {
    controls: history.controls.map(({ declaration: { id, title, severity } }) => {
      const own = counts.get(id) ?? noCounts();
      return { control_id: id, title, severity, ...own, fixed_gone: gone.get(id) ?? 0 };
    }),
    findings: (changes, most) =>
      changed.rows(
        CHANGES.filter((change) => changes.includes(change)),
        most,
      ),
  };
}

function noCounts(): Counts {
  return {
    before: 0,
    after: 0,
    new: 0,
    reopened: 0,
    became_known: 0,
    persisting: 0,
    fixed: 0,
    fixed_gone: 0,
    became_unknown: 0,
    not_compared_before: 0,
    not_compared_after: 0,
  };
}

function add(counts: Counts, change: Change, failedBefore: boolean, failedAfter: boolean, findings: number) {
  if (failedBefore) counts.before += findings;
  if (failedAfter) counts.after += findings;
  if (change !== "not_compared") counts[change] += findings;
  else counts[failedAfter ? "not_compared_after" : "not_compared_before"] += findings;
}
