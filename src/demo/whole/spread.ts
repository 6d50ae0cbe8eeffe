/** Something that gets a part of a whole. */
export interface Share {
  readonly weight: number;
  /** It gets no less, and no more. */
  readonly least?: number;
  readonly most?: number;
}

/**
 * Divides `total` things among shares by their weights: exactly, and by arithmetic alone that is the same on every machine.
 *
 * @throws Error where the limits of the shares leave no way
 */
export function spread(total: number, shares: readonly Share[]): number[] {
  const counts = shares.map(({ least = 0 }) => least);
  let left = total - sum(counts);
  while (left > 0) {
    const open = shares.map(({ weight, most = total }, index) => ((counts[index] ?? 0) < most ? weight : 0));
    const weights = sum(open);
    if (weights === 0) break;
    const before = left;
    for (const [index, weight] of open.entries()) {
      const most = shares[index]?.most ?? total;
      const own = counts[index] ?? 0;
      const more = Math.min(Math.floor((before * weight) / weights), most - own);
      counts[index] = own + more;
      left -= more;
    }
    if (left === before) left = handOut(left, counts, shares, total);
  }
  if (left !== 0) throw new Error(`demo: ${total} things do not fit into their places (${left} left)`);
  return counts;
}

/** One each to the heaviest that may have more. */
function handOut(left: number, counts: number[], shares: readonly Share[], total: number): number {
  const order = shares
    .map(({ weight }, index) => ({ weight, index }))
    .sort((a, b) => b.weight - a.weight || a.index - b.index);
  let rest = left;
  for (const { weight, index } of order) {
    const own = counts[index] ?? 0;
    if (rest === 0 || weight === 0 || own >= (shares[index]?.most ?? total)) continue;
    counts[index] = own + 1;
    rest -= 1;
  }
  return rest;
}

export function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, one) => all + one, 0);
}
