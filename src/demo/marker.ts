import { z } from "zod";
import type { DemoVariant } from "./files.js";
import { auditTime } from "./later/month.js";
import { timeText } from "./time-text.js";

/** Raise it whenever a byte of the cohort changes, so that folders of an earlier one are written anew. */
export const COHORT_VERSION = 3;

/** The same of what `--full` adds to it. */
const FULL_VERSION = 2;

/** The file at the root of the demonstration; written last, so its presence says that the folder is complete. */
export const MARKER_FILE = "demo.json";

const Marker = z.object({
  version: z.literal(1),
  generator: z.literal("iamspect demo"),
  cohort_version: z.int().positive(),
  as_of: z.iso.datetime(),
  variant: z.enum(["plain", "policies", "full"]).default("plain"),
  full_version: z.int().positive().optional(),
  /** So many months after the published cohort. */
  months: z.int().nonnegative().default(0),
});

export type Marker = z.infer<typeof Marker>;

/** The text of the marker of this version. */
export function markerText(variant: DemoVariant = "plain", months = 0): string {
  const marker: z.input<typeof Marker> = {
    version: 1,
    generator: "iamspect demo",
    cohort_version: COHORT_VERSION,
    as_of: timeText(auditTime(months), "Z"),
    variant,
    ...(variant === "full" ? { full_version: FULL_VERSION } : {}),
    ...(months === 0 ? {} : { months }),
  };
  return `${JSON.stringify(marker, null, 2)}\n`;
}

/** Whether a marker says that its folder holds this variant as this version writes it. */
export function isCurrent(
  { cohort_version, full_version, variant, months }: Marker,
  wanted: DemoVariant,
): boolean {
  const isWhole = wanted !== "full" || full_version === FULL_VERSION;
  return cohort_version === COHORT_VERSION && isWhole && variant === wanted && months === 0;
}

/** Reads a marker of any cohort version; undefined when the text is none. */
export function parseMarker(text: string): Marker | undefined {
  try {
    return Marker.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
