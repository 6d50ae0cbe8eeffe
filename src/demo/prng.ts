/**
 * A small seeded generator (mulberry32, seeded by FNV-1a of a label), so that the demonstration is the same
 * everywhere. Each part of the cohort has its own label: a change to one part leaves the others as they were.
 * It is not for secrets.
 */
export class Prng {
  #state: number;

  constructor(label: string) {
    let hash = 0x811c9dc5;
    for (let index = 0; index < label.length; index += 1) {
      hash = Math.imul(hash ^ label.charCodeAt(index), 0x01000193);
    }
    this.#state = hash >>> 0;
  }

  /** A number in [0, 1). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number in [0, limit). */
  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** One of `items`; a bug (and an error) when there are none. */
  pick<T>(items: readonly T[]): T {
    const item = items[this.below(items.length)];
    if (item === undefined) throw new Error("demo: nothing to pick from");
    return item;
  }

  /** A shuffled copy (Fisher and Yates, inside out). */
  shuffled<T extends NonNullable<unknown>>(items: Iterable<T>): T[] {
    const result: T[] = [];
    for (const item of items) {
      const place = this.below(result.length + 1);
      const displaced = result[place];
      if (displaced !== undefined) result[place] = item;
      result.push(displaced ?? item);
    }
    return result;
  }

  /** `length` characters of `alphabet`. */
  text(length: number, alphabet: string): string {
    let text = "";
    for (let index = 0; index < length; index += 1) text += alphabet.charAt(this.below(alphabet.length));
    return text;
  }
}
