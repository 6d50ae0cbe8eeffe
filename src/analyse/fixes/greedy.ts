import type { Candidate, Candidates, Group } from "./candidates.js";
import { type Held, HOLDERS, type Holder, hoursOf } from "./catalogue.js";
import { afterEffect, riskIn, type State } from "./states.js";

/** A fix in its place, and what it does after all fixes before it. */
export interface Ranked {
  readonly candidate: Candidate;
  /** Hundredths of a point. */
  readonly removed: number;
  /** To how many credentials, or whole subjects, something is still to be done. */
  readonly credentials: Held;
}

/**
 * Puts fixes in their order: emergencies first, in the order that is given and whatever risk they remove; then always the one that
 * removes most of what is still there for an hour of work; then those that remove no risk. Fixes overlap: what one removes only shrinks
 * as others are done, and fixes for which nothing is left to do are left out.
 */
export function rankFixes({ groups, candidates }: Candidates, emergencies: readonly string[]): Ranked[] {
  const progress = new Progress(groups, candidates, emergencies);
  const ranked: Ranked[] = [];
  for (let next = progress.best(); next !== undefined; next = progress.best()) {
    ranked.push(next);
    progress.carryOut(next.candidate);
  }
  return ranked;
}

interface Standing {
  readonly candidate: Candidate;
  /** Of its emergency; those that are none come after all that are. */
  readonly rank: number;
  removed: number;
  /** Credentials to which something is still to be done. */
  readonly credentials: Record<Holder, number>;
  done: boolean;
}

/** What each fix would still do; brought up to date group by group as fixes are done. */
class Progress {
  private readonly states: State[];
  private readonly standings: readonly Standing[];
  private readonly coveredBy: readonly Standing[][];

  constructor(
    private readonly groups: readonly Group[],
    candidates: readonly Candidate[],
    emergencies: readonly string[],
  ) {
    this.states = groups.map(() => 0);
    const coveredBy: Standing[][] = groups.map(() => []);
    this.standings = candidates.map((candidate) => {
      const { emergency } = candidate.fix;
      const rank = emergency === undefined ? emergencies.length : emergencies.indexOf(emergency);
      const standing: Standing = { candidate, rank, removed: 0, credentials: noCredentials(), done: false };
      for (const group of candidate.groups) {
        coveredBy[group]?.push(standing);
        this.count(standing, group, 1);
      }
      return standing;
    });
    this.coveredBy = coveredBy;
  }

  best(): Ranked | undefined {
    let best: Standing | undefined;
    for (const one of this.standings) {
      if (one.done || HOLDERS.every((kind) => one.credentials[kind] === 0)) continue;
      if (best === undefined || precedes(one, best)) best = one;
    }
    return best && { ...best, credentials: { ...best.credentials } };
  }

  carryOut(candidate: Candidate): void {
    for (const group of candidate.groups) {
      const standings = this.coveredBy[group] ?? [];
      for (const one of standings) this.count(one, group, -1);
      this.states[group] = afterEffect(this.states[group] ?? 0, candidate.fix.effect);
      for (const one of standings) this.count(one, group, 1);
    }
    const done = this.standings.find((one) => one.candidate === candidate);
    if (done !== undefined) done.done = true;
  }

  /** Adds what a fix would do to a group as it is now, or takes it away again. */
  private count(standing: Standing, group: number, sign: 1 | -1): void {
    const one = this.groups[group];
    const state = this.states[group] ?? 0;
    const next = afterEffect(state, standing.candidate.fix.effect);
    if (one === undefined || next === state) return;
    standing.removed += sign * (riskIn(one.risk, state) - riskIn(one.risk, next));
    for (const kind of HOLDERS) standing.credentials[kind] += sign * one.credentials[kind];
  }
}

function precedes(one: Standing, other: Standing): boolean {
  if (one.rank !== other.rank) return one.rank < other.rank;
  const difference = perHour(one) - perHour(other);
  if (difference !== 0) return difference > 0;
  const { number, id } = one.candidate;
  return number === other.candidate.number ? id < other.candidate.id : number < other.candidate.number;
}

function perHour({ removed, credentials, candidate }: Standing): number {
  return removed / Math.max(hoursOf(candidate.fix, credentials), 1 / 60);
}

function noCredentials(): Record<Holder, number> {
  return { human: 0, machine: 0, unclear: 0, root: 0 };
}
