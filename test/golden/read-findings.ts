import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { BIN } from "../run-cli.js";

/** What the golden files look at of a finding. */
export interface Finding {
  readonly finding_id: string;
  readonly control_id: string;
  readonly account_id: string;
  readonly subject_arn: string;
  readonly subject_kind: string;
  readonly credential: string | null;
  readonly credential_id: string | null;
  readonly slot: number | null;
  readonly status: string;
  readonly since: string | null;
  readonly tier: number | null;
}

/**
 * Every finding of a snapshot, whatever its status, one by one: the text of all is over a hundred megabytes.
 *
 * @throws when the program does not end with 0
 */
export async function* streamFindings(args: readonly string[], cwd: string): AsyncGenerator<Finding> {
  const command = ["findings", "--status", "all", "--expand", "--format", "ndjson", ...args];
  const child = spawn(process.execPath, [BIN, ...command], { cwd, stdio: ["ignore", "pipe", "inherit"] });
  const closed = once(child, "close");
  for await (const text of createInterface({ input: child.stdout, crlfDelay: Number.POSITIVE_INFINITY })) {
    yield JSON.parse(text) as Finding;
  }
  const [code] = await closed;
  if (code !== 0) throw new Error(`iamspect ${command.join(" ")} ended with ${code}`);
}
