import { readFileSync } from "node:fs";
import type { Check } from "../src/model/check.js";
import type { MissingPolicy, PolicyDocument } from "../src/model/results/doctor.js";
import type { CliResult } from "./run-cli.js";

/** What `doctor --format json` prints. */
export interface DoctorJson {
  readonly version: number;
  readonly complete: boolean;
  readonly checks: readonly Check[];
  readonly policies: readonly MissingPolicy[];
}

export const doctorJson = ({ stdout }: CliResult): DoctorJson => JSON.parse(stdout) as DoctorJson;
/** A policy of deploy/. */
export const shipped = (name: string): PolicyDocument =>
  JSON.parse(readFileSync(new URL(`../deploy/${name}.json`, import.meta.url), "utf8")) as PolicyDocument;

/** The policy without one action; a statement that is left with none goes. */
export function without(policy: PolicyDocument, action: string): PolicyDocument {
  const Statement = policy.Statement.map((one) => ({
    ...one,
    Action: one.Action.filter((each) => each !== action),
  })).filter((one) => one.Action.length > 0);
  return { ...policy, Statement };
}

/** All actions that were denied somewhere. */
export const missingActions = (checks: readonly Check[]) => [
  ...new Set(checks.flatMap(({ missing }) => missing)),
];
