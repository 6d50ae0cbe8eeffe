import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type OrganizationOptions, organizationSeed, type SeededOrganization } from "./aws/organization.js";
import type { AwsServer, CallCounts } from "./aws/start-server.js";
import { lakeRows } from "./lake-rows.js";
import type { CliResult } from "./run-cli.js";

export const AS_OF = new Date("2026-11-23T00:00:00Z");
const BIN = fileURLToPath(new URL("../dist/bin.js", import.meta.url));

/** Seeds the organization of 60 accounts; the clock of the server stands, so that every run finds the same. */
export async function seedOrganization(
  server: AwsServer,
  options: Partial<OrganizationOptions> = {},
): Promise<SeededOrganization> {
  await server.reset();
  const organization = organizationSeed({ asOf: AS_OF, ...options });
  await server.seed(organization.seed);
  await server.settings({ now: AS_OF.toISOString() });
  return organization;
}

/** What a run over an organization is started with. */
export function orgArgs(organization: SeededOrganization, ...more: string[]): string[] {
  return ["--org", "--external-id", organization.externalId, "--as-of", AS_OF.toISOString(), ...more];
}

export interface Place {
  readonly dir: string;
  readonly env: NodeJS.ProcessEnv;
}

/** A run of the program that can be killed on the way. */
export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<CliResult & { readonly signal: NodeJS.Signals | null }>;
}

export function startCli(args: readonly string[], { dir, env }: Place): Running {
  const child = spawn(process.execPath, [BIN, ...args], {
    cwd: dir,
    env: { ...process.env, NO_COLOR: "1", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output = { stdout: "", stderr: "" };
  child.stdout.on("data", (data: Buffer) => {
    output.stdout += data.toString();
  });
  child.stderr.on("data", (data: Buffer) => {
    output.stderr += data.toString();
  });
  const ended = new Promise<Awaited<Running["ended"]>>((resolve) =>
    child.on("close", (code, signal) => resolve({ code, signal, ...output })),
  );
  return { child, ended };
}

/** The accounts of the unfinished run of a lake that are whole. */
export function wholeAccounts(dir: string): string[] {
  const runs = join(dir, ".iamspect", "collecting");
  if (!existsSync(runs)) return [];
  return readdirSync(runs).flatMap((run) =>
    readdirSync(join(runs, run)).filter(
      (name) => /^\d{12}$/.test(name) && existsSync(join(runs, run, name, "collection.json")),
    ),
  );
}

/** Waits until so many accounts are whole, or the run has ended. */
export async function untilWhole({ child }: Running, dir: string, count: number): Promise<void> {
  while (child.exitCode === null && wholeAccounts(dir).length < count) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** The manifest of the only snapshot of a lake: it names every table with its checksum. */
export function onlyManifest(dir: string): { readonly snapshot_id: string; readonly partial?: boolean } {
  const folder = join(dir, ".iamspect", "manifests");
  const [file, ...others] = readdirSync(folder).filter((name) => !/\.(findings|derived)-/.test(name));
  if (file === undefined || others.length > 0) throw new Error(`not one snapshot: ${[file, ...others]}`);
  return JSON.parse(readFileSync(join(folder, file), "utf8"));
}

/** Calls of an account: what the role asked, and not what others asked about it. */
export function callsOf(calls: CallCounts, accountId: string): Readonly<Record<string, number>> {
  return calls.by_account[accountId] ?? {};
}

/** Rows of a query over the newest snapshot of a folder's lake. */
export const query = <Row>(sql: string, { dir }: Pick<Place, "dir">): Promise<Row[]> =>
  lakeRows<Row>(join(dir, ".iamspect"), sql);
