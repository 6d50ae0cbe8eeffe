import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { readYaml } from "../model/read-yaml.js";
import { STATUSES } from "../model/status.js";
import type { Control } from "./control.js";

const status = z.enum(STATUSES);
const value = z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())]);

/** What a case can show; the repository test asks for those that fit the control. */
export const COVERS = ["never_used", "inactive_key", "second_slot", "path", "root", "boundary"] as const;

/** `cases.yaml`. */
export const casesSchema = z.strictObject({
  version: z.literal(1).default(1),
  as_of: z.string(),
  cases: z
    .array(
      z.strictObject({
        name: z.string().min(1),
        covers: z.array(z.enum(COVERS)).default([]),
        parameters: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}),
        rows: z.record(z.string(), z.array(z.record(z.string(), value))),
        expect: z.strictObject({
          /** The status of the one subject there is. */
          subject: status.optional(),
          /** The status of each subject, by ARN. */
          subjects: z.record(z.string(), status).optional(),
          /** The largest tier the subject counts in. */
          tier: z.number().nullable().optional(),
          /** All findings that fail or are unknown. */
          findings: z
            .array(
              z.strictObject({
                credential: z.string().optional(),
                status,
                since: z.string().optional(),
                tier: z.number().nullable().optional(),
              }),
            )
            .optional(),
          /** All labels the subject is counted under. */
          labels: z.array(z.string()).optional(),
        }),
      }),
    )
    .min(1),
});
export type Cases = z.output<typeof casesSchema>;
export type Case = Cases["cases"][number];

/** The cases of a control: rows in, verdicts out. They are its test and its documentation. */
export async function loadCases(control: Control): Promise<Cases> {
  const file = join(control.folder, "cases.yaml");
  return readYaml(casesSchema, await readFile(file, "utf8"), file, "bad_cases");
}
