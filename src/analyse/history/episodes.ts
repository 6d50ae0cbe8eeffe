import type { State } from "./state.js";

/** From the snapshot in which a finding is first seen to fail to the one in which it is seen not to. Times in seconds. */
export interface Episode {
  /** Least time that it stayed: from the first to the last snapshot in which it failed. */
  readonly least: number;
  /** Most time that it stayed, from the first failing snapshot to the first clear one; undefined: it is not fixed. */
  readonly most: number | undefined;
}

/** The episodes of a finding. One that is assumed, unknown or not seen in between goes on; one that is fixed and fails again is another. */
export function episodesOf(states: readonly (State | undefined)[], times: readonly number[]): Episode[] {
  const episodes: Episode[] = [];
  let first: number | undefined;
  let last = 0;
  states.forEach((state, place) => {
    const time = times[place] ?? 0;
    if (state === "fail") {
      first ??= time;
      last = time;
    } else if (state === "clear" && first !== undefined) {
      episodes.push({ least: last - first, most: time - first });
      first = undefined;
    }
  });
  return first === undefined ? episodes : [...episodes, { least: last - first, most: undefined }];
}
