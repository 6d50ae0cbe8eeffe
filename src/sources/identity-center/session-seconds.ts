import { text } from "../values.js";

const DURATION =
  /^P(?:(\d{1,3})W)?(?:(\d{1,3})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:(\d{1,8})(?:\.\d+)?S)?)?$/;
const SECONDS = [604_800, 86_400, 3_600, 60, 1];

/** Whole seconds of a duration of ISO 8601 without months and years, whose length differs: `PT8H`. */
export function parseDuration(value: string): number | undefined {
  const [whole, ...parts] = DURATION.exec(value) ?? [];
  if (whole === undefined || parts.every((part) => part === undefined)) return undefined;
  return parts.reduce((sum, part = "0", index) => sum + Number(part) * (SECONDS[index] ?? 0), 0);
}

/** A duration as AWS has it, in seconds. */
export const sessionSeconds = text.transform((value, context) => {
  const seconds = parseDuration(value);
  if (seconds !== undefined) return seconds;
  context.addIssue("must be a duration such as PT8H");
  return 0;
});
