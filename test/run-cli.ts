import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The built program. */
export const BIN = fileURLToPath(new URL("../dist/bin.js", import.meta.url));

export interface CliResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built program, as a person would, in a folder. */
export function runCli(
  args: readonly string[],
  options: { cwd: string; input?: string; env?: NodeJS.ProcessEnv },
): Promise<CliResult> {
  return new Promise((resolve, reject) => {
    const { AWS_PROFILE: _profile, IAMSPECT_LAKE: _lake, ...clean } = process.env;
    const child = spawn(process.execPath, [BIN, ...args], {
      cwd: options.cwd,
      env: { ...clean, NO_COLOR: "1", ...options.env },
    });
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (data: Buffer) => {
      stdout += data.toString();
    });
    child.stderr.on("data", (data: Buffer) => {
      stderr += data.toString();
    });
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, stdout, stderr }));
    child.stdin.end(options.input ?? "");
  });
}

/** A folder of its own, and how to get rid of it. */
export function scratch(): { dir: string; remove: () => void } {
  const dir = mkdtempSync(join(tmpdir(), "iamspect-test-"));
  return { dir, remove: () => rmSync(dir, { recursive: true, force: true }) };
}

/** One row of `audit --format json`, as far as tests look at it. */
export interface PrevalenceRow {
  readonly control_id: string;
  readonly fail: number;
  readonly pass: number;
  readonly unknown: number;
  readonly not_applicable: number;
  readonly population: number;
  readonly percent: number | null;
  readonly interval: readonly [number, number] | null;
  readonly tiers: readonly {
    older_than_days: number;
    fail: number;
    population: number;
    percent: number | null;
    interval: readonly [number, number] | null;
  }[];
  readonly labels: readonly { id: string; count: number }[];
  readonly published: { numerator: number | null; denominator: number | null } | null;
}

export interface AuditJson {
  readonly snapshot_id: string;
  readonly as_of: string;
  readonly coverage: { accounts: number; complete: number; incomplete: number };
  readonly prevalence: readonly PrevalenceRow[];
  readonly by?: string;
  readonly groups?: readonly { group: string; prevalence: readonly PrevalenceRow[] }[];
}

export function auditJson(result: CliResult): AuditJson {
  return JSON.parse(result.stdout) as AuditJson;
}

export function control(audit: AuditJson, id: string): PrevalenceRow {
  const row = audit.prevalence.find(({ control_id: one }) => one === id);
  if (row === undefined) throw new Error(`no ${id} among ${audit.prevalence.map((one) => one.control_id)}`);
  return row;
}
