/** Packed numbers must stay exact in JavaScript. */
const MAX_PACKED = Number.MAX_SAFE_INTEGER;

/** Where a small number stands in one of several packed ones: `number = floor(word / weight) % base`. */
export interface Slot {
  readonly word: number;
  readonly weight: number;
  readonly base: number;
}

/** Puts numbers, each below its base, into as few packed ones as they fit in. */
export function packSlots(bases: readonly number[]): Slot[] {
  let [word, weight] = [0, 1];
  return bases.map((base) => {
    if (weight * base > MAX_PACKED) [word, weight] = [word + 1, 1];
    const slot = { word, weight, base };
    weight *= base;
    return slot;
  });
}

/** The SQL of each packed number; `sql` gives that of the number in a slot times its weight. */
export function packedSql(slots: readonly Slot[], sql: (index: number, weight: number) => string): string[] {
  const words: string[][] = [];
  slots.forEach(({ word, weight }, index) => {
    const parts = words[word] ?? [];
    parts.push(sql(index, weight));
    words[word] = parts;
  });
  return words.map((parts) => `CAST(${parts.join(" + ")} AS BIGINT)`);
}

/** The number in a slot. */
export function unpacked(words: readonly number[], { word, weight, base }: Slot): number {
  return Math.floor((words[word] ?? 0) / weight) % base;
}
