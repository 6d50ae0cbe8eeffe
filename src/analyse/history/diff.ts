import type { SqlRow } from "../../engine/engine.js";
import type { ControlDiff } from "../../model/results/diff.js";
import { type Change, changeBetween } from "./change.js";
import { type ChangesAsked, changedFindings } from "./changed-findings.js";
import type { History } from "./open-history.js";
import { readPatterns } from "./patterns.js";
import { isFailing } from "./state.js";
import type { Way } from "./way.js";

export interface Diff {
  /** In the order of the controls. */
  readonly controls: readonly ControlDiff[];
  /** Findings with one of the changes, batch by batch. */
  findings(asked: ChangesAsked): AsyncIterable<readonly SqlRow[]>;
}

type Counts = { -readonly [Name in keyof Omit<ControlDiff, "control_id" | "title" | "severity">]: number };

/** Compares two snapshots of a history by their places in it. */
export async function diffSnapshots(history: History, before: number, after: number): Promise<Diff> {
  const counts = new Map(history.controls.map(({ declaration: { id } }) => [id, noCounts()]));
  const ways = new Map<string, Way>();
  for await (const { control, states, seen, findings, words } of readPatterns(history)) {
    const change = changeBetween(states, before, after);
    if (change === undefined) continue;
    const [failed, fails] = [isFailing(states[before]), isFailing(states[after])];
    const own = counts.get(control) ?? noCounts();
    if (failed) own.before += findings;
    if (fails) own.after += findings;
    for (const name of countedAs(change, fails)) own[name] += findings;
    // An account that is not in that snapshot is shown from an earlier one.
    const shown = seen.slice(0, (fails ? after : before) + 1).findLastIndex(isFailing);
    ways.set(words.join(), { words, change, shown, firstSeen: seen.findIndex(isFailing) });
  }
  const changed = await changedFindings(history, [...ways.values()], after);
  const gone = await changed.gone();
  return {
    controls: history.controls.map(({ declaration: { id, title, severity } }) => {
      const own = counts.get(id) ?? noCounts();
      return { control_id: id, title, severity, ...own, fixed_gone: gone.get(id) ?? 0 };
    }),
    findings: changed.rows,
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
    evidence_changed: 0,
    evidence_changed_before: 0,
    evidence_changed_after: 0,
    not_compared_before: 0,
    not_compared_after: 0,
  };
}

/** What has two directions is counted in each, so that before, what came and what went make after. */
function countedAs(change: Change, fails: boolean): (keyof Counts)[] {
  const side = fails ? "after" : "before";
  if (change === "not_compared") return [`not_compared_${side}`];
  return change === "evidence_changed" ? [change, `evidence_changed_${side}`] : [change];
}
