const BLOCKS = "▁▂▃▄▅▆▇█";

/** A row of bars from none (the lowest) to the largest of the values; null, which nobody knows, is a gap. */
export function spark(values: readonly (number | null)[]): string {
  const top = Math.max(1, ...values.map((value) => value ?? 0));
  return values
    .map((value) => (value === null ? " " : BLOCKS.charAt(Math.round((value / top) * (BLOCKS.length - 1)))))
    .join("");
}

/** A bar of `width` characters at most, its length in proportion to the largest of all. */
export function bar(value: number, top: number, width: number): string {
  return "█".repeat(top <= 0 ? 0 : Math.round((value / top) * width));
}
