/** The lines that two texts do not share, in order, `-` before those that go and `+` before those that come. */
export function lineChanges(before: string, after: string): string[] {
  const [old, fresh] = [lines(before), lines(after)];
  const shared = longestCommon(old, fresh);
  const changes: string[] = [];
  let [i, j] = [0, 0];
  for (const [a, b] of [...shared, [old.length, fresh.length] as const]) {
    while (i < a) changes.push(`- ${old[i++]}`);
    while (j < b) changes.push(`+ ${fresh[j++]}`);
    [i, j] = [a + 1, b + 1];
  }
  return changes;
}

function lines(text: string): string[] {
  return text === "" ? [] : text.replace(/\n$/, "").split("\n");
}

/** Pairs of places of a longest common subsequence; configurations are short, so its table is small. */
function longestCommon(old: readonly string[], fresh: readonly string[]): (readonly [number, number])[] {
  const length = Array.from({ length: old.length + 1 }, () => new Array<number>(fresh.length + 1).fill(0));
  const at = (i: number, j: number) => length[i]?.[j] ?? 0;
  for (let i = old.length - 1; i >= 0; i -= 1) {
    for (let j = fresh.length - 1; j >= 0; j -= 1) {
      const row = length[i];
      if (row !== undefined)
        row[j] = old[i] === fresh[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const pairs: (readonly [number, number])[] = [];
  let [i, j] = [0, 0];
  while (i < old.length && j < fresh.length) {
    if (old[i] === fresh[j]) pairs.push([i++, j++]);
    else if (at(i + 1, j) >= at(i, j + 1)) i += 1;
    else j += 1;
  }
  return pairs;
}
