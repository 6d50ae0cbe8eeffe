import { z } from "zod";
import { SNAPSHOT_ID } from "./layout.js";

const fileEntry = z.object({
  /** Below the lake: a manifest reaches nothing else. */
  file: z.string().regex(/^[\w-]+\/snapshot_id=[\w-]+\/(version=[\w-]+\/)?part-\d{5}\.parquet$/),
  rows: z.int().nonnegative(),
  bytes: z.int().nonnegative(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
export type FileEntry = z.infer<typeof fileEntry>;

/** `manifests/<id>.json`: written last, so a snapshot without one was never finished. */
export const manifestSchema = z.object({
  version: z.literal(1),
  snapshot_id: z.string().regex(SNAPSHOT_ID),
  as_of: z.iso.datetime(),
  tables: z.record(z.string(), fileEntry),
  coverage: z.object({
    accounts: z.int(),
    complete: z.int(),
    incomplete: z.int(),
    closed: z.int().optional(),
  }),
  /** true: the collecting was cut short, and a person wanted what was there. */
  partial: z.literal(true).optional(),
});
export type Manifest = z.infer<typeof manifestSchema>;

/** `manifests/<id>.verdicts-<version>.json` and `manifests/<id>.derived-<version>.json`. */
export const madeManifestSchema = z.object({
  version: z.literal(1),
  snapshot_id: z.string().regex(SNAPSHOT_ID),
  made_version: z.string(),
  tables: z.record(z.string(), fileEntry),
});
export type MadeManifest = z.infer<typeof madeManifestSchema>;
