import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { BIN, runCli } from "./run-cli.js";

/** The texts of all files of a folder, by name. */
export function textsIn(folder: string): Map<string, string> {
  return new Map(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), "utf8")]));
}

/** Every value of every column of text in the demonstration's lake that could tell who somebody is. */
const IDENTIFYING = [
  "SELECT account_id FROM accounts",
  "SELECT name FROM accounts",
  "SELECT alias FROM accounts",
  "SELECT org_id FROM accounts",
  "SELECT ou_path FROM accounts",
  "SELECT tags FROM accounts",
  "SELECT arn FROM iam_users",
  "SELECT user_name FROM iam_users",
  "SELECT user_id FROM iam_users",
  "SELECT nullif(path, '/') FROM iam_users",
  "SELECT unnest(groups) FROM iam_users",
  "SELECT access_key_1_id FROM iam_users",
  "SELECT access_key_1_last_used_region FROM iam_users",
  "SELECT arn FROM root_users",
  "SELECT policy_id FROM policy_grants",
  "SELECT finding_id FROM findings",
];
const TIMES = [
  "SELECT created_at FROM iam_users",
  "SELECT password_last_used_at FROM iam_users",
  "SELECT password_last_changed_at FROM iam_users",
  "SELECT access_key_1_created_at FROM iam_users",
  "SELECT access_key_1_last_used_at FROM iam_users",
  "SELECT access_key_2_created_at FROM iam_users",
  "SELECT created_at FROM root_users",
  "SELECT generated_at FROM coverage",
];

export interface Secrets {
  readonly names: readonly string[];
  /** Epoch seconds. */
  readonly times: readonly number[];
}

/** What no shared file of the demonstration may hold. */
export async function secretsOf(cwd: string, demo: readonly string[]): Promise<Secrets> {
  const values = async (queries: readonly string[], type: string) => {
    const all = queries.map((sql) => {
      const [, column = ""] = /^SELECT (.*) FROM/.exec(sql) ?? [];
      return sql.replace(column, `CAST(${column} AS ${type}) AS v`);
    });
    const sql = `SELECT DISTINCT v FROM (${all.join(" UNION ALL ")}) t WHERE v IS NOT NULL ORDER BY v`;
    const { stdout, stderr, code } = await runCli(["query", sql, ...demo, "--format", "json"], { cwd });
    if (code !== 0) throw new Error(stderr);
    return (JSON.parse(stdout) as { v: string | number }[]).map(({ v }) => v);
  };
  return {
    names: (await values(IDENTIFYING, "VARCHAR")).map(String),
    times: (await values(TIMES, "BIGINT")).map(Number),
  };
}

/** All different words and numbers of texts. */
export function wordsOf(texts: Iterable<string>): string[] {
  const words = new Set<string>();
  for (const text of texts) for (const word of text.match(/[^\s"{}[\]:,]+/g) ?? []) words.add(word);
  return [...words].sort();
}

/** Runs the program at a terminal of its own (a pty), whose person answers so when there is a question. */
export function runAtTerminal(args: readonly string[], cwd: string, answer: string): Promise<string> {
  const script = "import os, pty, sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))";
  return new Promise((resolve, reject) => {
    const child = spawn("python3", ["-c", script, process.execPath, BIN, ...args], { cwd });
    let screen = "";
    child.stdout.on("data", (data: Buffer) => {
      screen += data.toString();
      if (screen.includes("[y/N]") && !child.stdin.writableEnded) child.stdin.end(answer);
    });
    child.on("error", reject);
    child.on("close", () => resolve(screen));
  });
}
