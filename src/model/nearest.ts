/** So many names are offered. */
const OFFERED = 5;

/**
 * The names that somebody may have meant who wrote another one, the likeliest first: those that hold it or are held by it,
 * and those that a few changed letters make of it, in letters of any case.
 */
export function nearest(text: string, names: Iterable<string>): string[] {
  const wanted = text.toLowerCase();
  const scored = [...new Set(names)].flatMap((name) => {
    const score = distance(wanted, name.toLowerCase());
    return score === undefined ? [] : [{ name, score }];
  });
  scored.sort((a, b) => a.score - b.score || (a.name < b.name ? -1 : 1));
  return scored.slice(0, OFFERED).map(({ name }) => name);
}

/** How far a name is from what was wanted; undefined: too far. What holds the whole of it is near, the nearer the less it adds. */
function distance(wanted: string, name: string): number | undefined {
  const [short, long] = wanted.length < name.length ? [wanted, name] : [name, wanted];
  if (short.length >= 3 && long.includes(short)) return 1 - short.length / long.length;
  const most = Math.ceil(wanted.length / 3);
  if (long.length - short.length > most) return undefined;
  const changes = changedLetters(wanted, name);
  return changes <= most ? changes : undefined;
}

/** Letters to add, remove, replace or swap with their neighbour: https://en.wikipedia.org/wiki/Damerau-Levenshtein_distance */
function changedLetters(from: string, to: string): number {
  let before: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, place) => place);
  for (let i = 1; i <= from.length; i++) {
    const row = [i];
    for (let j = 1; j <= to.length; j++) {
      const same = from[i - 1] === to[j - 1];
      const swapped = i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1];
      row[j] = Math.min(
        (last[j] ?? 0) + 1,
        (row[j - 1] ?? 0) + 1,
        (last[j - 1] ?? 0) + (same ? 0 : 1),
        swapped ? (before[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    [before, last] = [last, row];
  }
  return last[to.length] ?? 0;
}
