/** So many things that ended after a time, or were looked at for so long and had not ended. */
export interface Duration {
  readonly time: number;
  readonly ended: boolean;
  readonly count: number;
}

/**
 * The times after which given parts of all things have ended, where some were not followed to their end; null: so many
 * have not ended within the time that anything was followed.
 *
 * Kaplan and Meier (1958), https://doi.org/10.1080/01621459.1958.10501452: at each time the part of those still followed
 * that end is taken from those that are left. What is followed no longer than a time counts as there at that time.
 */
export function endedAfter(durations: Iterable<Duration>, parts: readonly number[]): (number | null)[] {
  const byTime = new Map<number, { ended: number; left: number }>();
  let atRisk = 0;
  for (const { time, ended, count } of durations) {
    const entry = byTime.get(time) ?? { ended: 0, left: 0 };
    byTime.set(time, entry);
    if (ended) entry.ended += count;
    else entry.left += count;
    atRisk += count;
  }
  const found = parts.map((): number | null => null);
  let surviving = 1;
  for (const [time, { ended, left }] of [...byTime].sort(([a], [b]) => a - b)) {
    surviving *= 1 - ended / atRisk;
    parts.forEach((part, index) => {
      // The products are not exact: half of them may come out as 0.5000000000000001.
      if (found[index] === null && ended > 0 && surviving <= 1 - part + 1e-12) found[index] = time;
    });
    atRisk -= ended + left;
  }
  return found;
}
