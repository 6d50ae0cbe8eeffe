/**
 * What a finding was in each snapshot, as bits of whole numbers ("words"): the first half of a word's bits says one thing
 * of each snapshot, the second half another, and both together a third. So one pass that joins bits gives the history of
 * millions of findings, and two of a word's halves still fit a JavaScript number.
 */
const SNAPSHOTS_PER_WORD = 26;

type Half = "first" | "second";

/** Names of the columns that hold the words of so many snapshots: `h0`, `h1`, ... */
export function wordNames(prefix: string, snapshots: number): string[] {
  const count = Math.max(1, Math.ceil(snapshots / SNAPSHOTS_PER_WORD));
  return Array.from({ length: count }, (_, word) => `${prefix}${word}`);
}

/** SQL of the bit (or both bits) of a row's snapshot in one of the words; 0 where another word has it. Constant within a file. */
export function bitSql(word: number, snapshots: number, halves: Half | "both", column = "snapshot"): string {
  const first = word * SNAPSHOTS_PER_WORD;
  const last = Math.min(snapshots, first + SNAPSHOTS_PER_WORD);
  const cases = Array.from({ length: last - first }, (_, index) => {
    const low = halves === "second" ? 0 : 2 ** index;
    const high = halves === "first" ? 0 : 2 ** (index + SNAPSHOTS_PER_WORD);
    return `WHEN ${first + index} THEN CAST(${low + high} AS BIGINT)`;
  });
  return `CASE ${column} ${cases.join(" ")} ELSE CAST(0 AS BIGINT) END`;
}

/** Is the bit of a snapshot set in one half of its words? */
export function hasBit(words: readonly number[], snapshot: number, half: Half): boolean {
  const word = words[Math.floor(snapshot / SNAPSHOTS_PER_WORD)] ?? 0;
  const bit = (snapshot % SNAPSHOTS_PER_WORD) + (half === "first" ? 0 : SNAPSHOTS_PER_WORD);
  return Math.floor(word / 2 ** bit) % 2 === 1;
}
