import { type ChildProcess, fork, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { shippedPath } from "../model/package.js";

const WORKER = shippedPath("dist/query-worker.js");
const HEAP = "--max-old-space-size=512";
const SHELL = "/bin/sh";

/** What a query may have of memory, in MiB: the engine counts only a part of what it takes, for it does not count long lists. */
const MEMORY_LIMIT = 1536;

/**
 * Starts the process that runs a query. Where the system is Linux it allows the process no more memory, before any of the
 * person's SQL runs; elsewhere the process looks at itself (query-worker.ts).
 *
 * @see https://man7.org/linux/man-pages/man2/setrlimit.2.html RLIMIT_DATA
 */
export function startQueryProcess(): ChildProcess {
  if (process.platform !== "linux" || !existsSync(SHELL)) {
    return fork(WORKER, [String(MEMORY_LIMIT)], {
      stdio: ["ignore", "ignore", "ignore", "ipc"],
      execArgv: [HEAP],
    });
  }
  const command = [process.execPath, HEAP, WORKER, String(MEMORY_LIMIT)];
  return spawn(SHELL, ["-c", 'ulimit -d "$0"; exec "$@"', String(MEMORY_LIMIT * 1024), ...command], {
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
}
