/**
 * Splits the numbers below a size into classes, until every list it was given holds a class whole or not at all. Made
 * once and reset, for it is needed for every subject. There are never more classes than numbers.
 */
export class Partition {
  /** Class of each number. */
  readonly classOf: Uint16Array;
  count = 1;
  private readonly sizes: Int32Array;
  private readonly hits: Int32Array;
  private readonly targets: Int32Array;

  /** @param size at most 65,536 */
  constructor(readonly size: number) {
    this.classOf = new Uint16Array(size);
    this.sizes = new Int32Array(size);
    this.hits = new Int32Array(size);
    this.targets = new Int32Array(size);
    this.reset();
  }

  reset(): void {
    this.classOf.fill(0);
    this.sizes[0] = this.size;
    this.count = 1;
  }

  /** Separates the members of a list, which holds each number at most once, from the rest of their classes. */
  split(list: Uint16Array): void {
    const { classOf, sizes, hits, targets } = this;
    const before = this.count;
    hits.fill(0, 0, before);
    targets.fill(-1, 0, before);
    for (const one of list) hits[classOf[one] ?? 0] = (hits[classOf[one] ?? 0] ?? 0) + 1;
    for (const one of list) {
      const old = classOf[one] ?? 0;
      if (hits[old] === sizes[old]) continue;
      let target = targets[old] ?? -1;
      if (target < 0) {
        target = this.count++;
        sizes[target] = hits[old] ?? 0;
        targets[old] = target;
      }
      classOf[one] = target;
    }
    for (let old = 0; old < before; old++) {
      if ((targets[old] ?? -1) >= 0) sizes[old] = (sizes[old] ?? 0) - (hits[old] ?? 0);
    }
  }
}
