import { csv } from "./csv.js";
import { json } from "./json.js";
import { ndjson } from "./ndjson.js";
import type { RecordFormat } from "./records.js";
import { table } from "./table.js";

/** The formats of lists: one line here and one file each. */
export const FORMATS = { table, json, ndjson, csv } as const satisfies Record<string, RecordFormat>;
export type FormatName = keyof typeof FORMATS;
export const FORMAT_NAMES = Object.keys(FORMATS) as FormatName[];
