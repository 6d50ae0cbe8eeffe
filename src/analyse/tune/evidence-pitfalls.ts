import { readFile } from "node:fs/promises";
import { z } from "zod";
import { shippedPath } from "../../model/package.js";
import { readYaml } from "../../model/read-yaml.js";
import { STATUSES } from "../../model/status.js";
import { EVIDENCE_KINDS } from "../../sources/index.js";
import { ENTITIES } from "../../sources/tables.js";

const FILE = shippedPath("data/pitfalls.yaml");

const KINDS = ENTITIES.map(({ kind }) => kind);

const pitfall = z.strictObject({
  evidence: z.enum(EVIDENCE_KINDS),
  /** Without it: whatever the subject is. */
  kinds: z.array(z.enum(KINDS)).default(KINDS),
  text: z.string().min(1),
  when: z.string().min(1),
  verdicts: z.array(z.enum(STATUSES)).min(1).default(["fail", "pass", "unknown"]),
});
/** A pitfall of a kind of evidence, whatever control rests on it. */
export type EvidencePitfall = z.output<typeof pitfall>;

const schema = z.strictObject({ version: z.literal(1), pitfalls: z.array(pitfall).min(1) });

export async function loadEvidencePitfalls(): Promise<readonly EvidencePitfall[]> {
  return readYaml(schema, await readFile(FILE, "utf8"), FILE).pitfalls;
}
