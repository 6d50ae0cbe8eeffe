/**
 * Quantiles of numbers, in the order of the levels (from 0 to 1): between two numbers in proportion, as R and NumPy do by
 * default (R. J. Hyndman, Y. Fan, "Sample quantiles in statistical packages", Am. Stat. 50 (1996) 361-365, number 7).
 * Of no numbers there are none.
 */
export function quantiles(numbers: readonly number[], levels: readonly number[]): number[] {
  const sorted = Float64Array.from(numbers).sort();
  if (sorted.length === 0) return [];
  return levels.map((level) => {
    const place = level * (sorted.length - 1);
    const below = Math.floor(place);
    const low = sorted[below] ?? 0;
    const high = sorted[below + 1] ?? low;
    return low + (place - below) * (high - low);
  });
}
