import { type ControlTrend, knownOpen, type TrendPoint } from "../../model/results/trend.js";
import { formatTime } from "../../model/time.js";
import type { SubjectFigures } from "../subject-figures.js";
import { burnDown } from "./burn-down.js";
import { changeAt } from "./change.js";
import { episodesOf } from "./episodes.js";
import type { History } from "./open-history.js";
import { type Pattern, readPatterns } from "./patterns.js";
import { isFailing, type State } from "./state.js";
import { TimeToFixCounter } from "./time-to-fix.js";

/** How the controls of a history went; `figures` are those of each snapshot. */
export async function measureTrend(
  history: History,
  figures: readonly (readonly SubjectFigures[])[],
  target: number | undefined,
): Promise<ControlTrend[]> {
  const times = history.snapshots.map(({ asOf }) => asOf);
  const counters = new Map(
    history.controls.map(({ declaration: { id } }) => [id, new ControlCounter(times)]),
  );
  for await (const pattern of readPatterns(history)) counters.get(pattern.control)?.add(pattern);
  return history.controls.map(({ declaration: { id, title, severity } }) => {
    const counter = counters.get(id) ?? new ControlCounter(times);
    const points = history.snapshots.map((snapshot, place) => {
      const own = figures[place]?.find(({ control_id }) => control_id === id);
      return {
        snapshot_id: snapshot.manifest.snapshot_id,
        as_of: formatTime(snapshot.asOf),
        population: own?.population ?? 0,
        fail: own?.fail ?? 0,
        unknown: own?.unknown ?? 0,
        percent: own?.percent ?? null,
        ...counter.counts(place),
      };
    });
    return { control_id: id, title, severity, points, ...counter.summary(target) };
  });
}

type Counts = Omit<TrendPoint, "snapshot_id" | "as_of" | keyof Omit<SubjectFigures, "control_id">>;
type Counting = { -readonly [Name in keyof Counts]: number };

function noCounts(): Counting {
  return {
    new: 0,
    reopened: 0,
    first_known: 0,
    fixed: 0,
    evidence_changed: 0,
    open: 0,
    open_unseen: 0,
    open_assumed: 0,
  };
}

/** Counts what the snapshots brought of one control. */
class ControlCounter {
  private readonly steps: Counting[];
  private readonly stays = new TimeToFixCounter();

  constructor(private readonly times: readonly number[]) {
    this.steps = times.map(noCounts);
  }

  add({ states, seen, findings }: Pattern): void {
    let open: Open = "no";
    this.steps.forEach((step, place) => {
      const change = changeAt(states, place);
      if (change === "new" || change === "reopened" || change === "fixed") step[change] += findings;
      if (change === "became_known") step.first_known += findings;
      const state = states[place];
      const was = open;
      open = openAfter(was, state);
      step.evidence_changed += (Number(open === "assumed") - Number(was === "assumed")) * findings;
      if (open === "no") return;
      step.open += findings;
      if (!isFailing(state)) step.open_unseen += findings;
      if (open === "assumed") step.open_assumed += findings;
    });
    for (const episode of episodesOf(seen, this.times)) this.stays.add(episode, findings);
  }

  counts(place: number): Counts {
    const step = this.steps[place];
    if (step === undefined) throw new RangeError(`no snapshot ${place}`);
    return step;
  }

  summary(target: number | undefined): Pick<ControlTrend, "burn_down" | "time_to_fix"> {
    if (this.steps.length < 2) return { burn_down: null, time_to_fix: null };
    const last = this.steps.at(-1);
    const sum = (of: (step: Counts) => number) => this.steps.reduce((total, step) => total + of(step), 0);
    const burning = {
      from: this.times[0] ?? 0,
      to: this.times.at(-1) ?? 0,
      open: last === undefined ? 0 : knownOpen(last),
      came: sum((step) => step.new + step.reopened),
      went: sum((step) => step.fixed),
    };
    return { burn_down: burnDown(burning, target) ?? null, time_to_fix: this.stays.result() };
  }
}

/** Is a finding open: as far as known, by assumption, or not. */
type Open = "known" | "assumed" | "no";

/** What is known to fail stays known until it is seen to be clear; an assumption ends with what is known. */
function openAfter(open: Open, state: State | undefined): Open {
  if (state === "fail") return "known";
  if (state === "clear") return "no";
  return state === "assumed" && open === "no" ? "assumed" : open;
}
