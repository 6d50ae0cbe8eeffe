import type { Ranking } from "../../model/results/fixes.js";
import type { Candidate, Candidates, Group } from "./candidates.js";
import { HOLDERS, type Holder, hoursOf } from "./catalogue.js";
import { bitOf, REMOVED, STATES, type State } from "./states.js";

export interface Ranked {
  readonly candidate: Candidate;
  /** What it removes after all fixes before it, in hundredths of a point. */
  readonly removed: number;
}

/**
 * Puts fixes in the order in which the sum of removed risk rises fastest: always the one next that removes most of what is
 * still there. Fixes overlap, so what one removes shrinks as others are done, and never grows; for such sums no order of as
 * many fixes can remove more than 1/(1 - 1/e), about 1.6 times as much (Nemhauser, Wolsey and Fisher, "An analysis of approximations
 * for maximizing submodular set functions", Mathematical Programming 14, 1978). Fixes that remove nothing more are left out.
 */
export function rankFixes({ groups, candidates }: Candidates, by: Ranking, most = Infinity): Ranked[] {
  const progress = new Progress(groups, candidates);
  const ranked: Ranked[] = [];
  while (ranked.length < most) {
    const next = progress.best(by);
    if (next === undefined) break;
    ranked.push(next);
    progress.carryOut(next.candidate);
  }
  return ranked;
}

interface Standing {
  readonly candidate: Candidate;
  removed: number;
  /** Credentials that still have something to gain. */
  readonly credentials: Record<Holder, number>;
  done: boolean;
}

/** What each fix would still remove; brought up to date group by group as fixes are done. */
class Progress {
  private readonly states: State[];
  private readonly standings: readonly Standing[];
  private readonly coveredBy: readonly Standing[][];

  constructor(
    private readonly groups: readonly Group[],
    candidates: readonly Candidate[],
  ) {
    this.states = groups.map(() => 0);
    const coveredBy: Standing[][] = groups.map(() => []);
    this.standings = candidates.map((candidate) => {
      const standing: Standing = { candidate, removed: 0, credentials: noCredentials(), done: false };
      for (const group of candidate.groups) {
        coveredBy[group]?.push(standing);
        this.count(standing, group, 1);
      }
      return standing;
    });
    this.coveredBy = coveredBy;
  }

  best(by: Ranking): Ranked | undefined {
    let best: Standing | undefined;
    for (const one of this.standings) {
      if (one.done || one.removed <= 0) continue;
      if (best === undefined || precedes(one, best, by)) best = one;
    }
    return best && { candidate: best.candidate, removed: best.removed };
  }

  carryOut(candidate: Candidate): void {
    for (const group of candidate.groups) {
      const standings = this.coveredBy[group] ?? [];
      for (const one of standings) this.count(one, group, -1);
      this.states[group] = after(this.states[group] ?? 0, candidate);
      for (const one of standings) this.count(one, group, 1);
    }
    const done = this.standings.find((one) => one.candidate === candidate);
    if (done !== undefined) done.done = true;
  }

  /** Adds what a fix would remove of a group as it is now, or takes it away again. */
  private count(standing: Standing, group: number, sign: 1 | -1): void {
    const one = this.groups[group];
    const state = this.states[group] ?? 0;
    const removed =
      one === undefined ? 0 : riskIn(one, state) - riskIn(one, after(state, standing.candidate));
    if (one === undefined || removed <= 0) return;
    standing.removed += sign * removed;
    for (const kind of HOLDERS) standing.credentials[kind] += sign * one.credentials[kind];
  }
}

function precedes(one: Standing, other: Standing, by: Ranking): boolean {
  const value = ({ removed, credentials, candidate }: Standing) =>
    by === "risk" ? removed : removed / Math.max(hoursOf(candidate.fix, credentials), 1 / 60);
  const difference = value(one) - value(other);
  return difference === 0 ? one.candidate.id < other.candidate.id : difference > 0;
}

function riskIn({ risk }: Group, state: State): number {
  return state >= STATES ? 0 : (risk[state] ?? 0);
}

function after(state: State, { fix }: Candidate): State {
  const bit = bitOf(fix.effect);
  return Math.floor(state / bit) % 2 === 1 || state >= REMOVED ? state : state + bit;
}

function noCredentials(): Record<Holder, number> {
  return { human: 0, machine: 0, unclear: 0, root: 0 };
}
