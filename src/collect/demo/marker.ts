import { z } from "zod";
import { AS_OF } from "./dates.js";
import type { DemoVariant } from "./files.js";

/** Raise it whenever a byte of the cohort changes, so that folders of an earlier one are written anew. */
export const COHORT_VERSION = 2;

/** The file at the root of the demonstration; written last, so its presence says that the folder is complete. */
export const MARKER_FILE = "demo.json";

const Marker = z.object({
  version: z.literal(1),
  generator: z.literal("iamspect demo"),
  cohort_version: z.int().positive(),
  as_of: z.iso.datetime(),
  variant: z.enum(["plain", "policies"]).default("plain"),
});

export type Marker = z.infer<typeof Marker>;

/** The text of the marker of this version. */
export function markerText(variant: DemoVariant = "plain"): string {
  const marker: Marker = {
    version: 1,
    generator: "iamspect demo",
    cohort_version: COHORT_VERSION,
    as_of: new Date(AS_OF * 1000).toISOString().replace(".000Z", "Z"),
    variant,
  };
  return `${JSON.stringify(marker, null, 2)}\n`;
}

/** Reads a marker of any cohort version; undefined when the text is none. */
export function parseMarker(text: string): Marker | undefined {
  try {
    return Marker.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
