import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { shippedPath } from "../model/package.js";
import { ENGINE_VERSION } from "../policy/dedupe-key.js";
import { HARMLESS_VERSION } from "../policy/harmless.js";

/** Counts up when the columns of the derived tables, or what they mean, change. */
const TABLES_VERSION = 4;

/** The data the policy engine works with, as text. */
export async function policyData(): Promise<{ readonly actions: string; readonly rules: string }> {
  const [actions, rules] = await Promise.all([
    readFile(shippedPath("data/aws-actions.txt"), "utf8"),
    readFile(shippedPath("data/privilege-rules.json"), "utf8"),
  ]);
  return { actions, rules };
}

let known: Promise<string> | undefined;

/** Changes whenever the same evidence may give other derived tables: they are kept under it. The data is read once. */
export function derivedVersion(): Promise<string> {
  known ??= readVersion();
  return known;
}

async function readVersion(): Promise<string> {
  const { actions, rules } = await policyData();
  const hash = createHash("sha256").update(`${TABLES_VERSION} ${ENGINE_VERSION} ${HARMLESS_VERSION}`);
  return hash.update(actions).update(rules).digest("hex").slice(0, 12);
}
