const days = new Map<number, string>();
const TWO_DIGITS = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, "0"));

/**
 * Epoch seconds as AWS writes them: `2020-01-02T03:04:05Z`, or `...+00:00` in older reports and in the AWS CLI.
 * The cohort has some hundred thousand times, but on few days: these are kept.
 */
export function timeText(time: number, zone: "Z" | "+00:00" = "+00:00"): string {
  const second = time % 60;
  const minute = ((time - second) / 60) % 60;
  const hour = Math.floor((time % 86_400) / 3600);
  return `${dayText(Math.floor(time / 86_400))}T${TWO_DIGITS[hour]}:${TWO_DIGITS[minute]}:${TWO_DIGITS[second]}${zone}`;
}

function dayText(day: number): string {
  const known = days.get(day);
  if (known !== undefined) return known;
  const text = new Date(day * 86_400_000).toISOString().slice(0, 10);
  days.set(day, text);
  return text;
}
