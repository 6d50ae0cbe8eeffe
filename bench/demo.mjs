// `audit --demo`: from the files of 1,143 accounts to the printed table, with a fresh lake each time.
import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { BIN, CACHE, median, print, result, runNode } from "./lib.mjs";

const cwd = mkdtempSync(join(CACHE, "demo-"));
try {
  runNode([BIN, "audit", "--demo"], cwd);
  const runs = Array.from({ length: 5 }, () => {
    rmSync(join(cwd, ".iamspect-demo", "lake"), { recursive: true, force: true });
    return runNode([BIN, "audit", "--demo"], cwd);
  });
  print("Demonstration", [
    result("1,143 accounts, 12,478 users: files to table", median(runs.map((run) => run.seconds)), 2, "s"),
    result("peak memory", median(runs.map((run) => run.peak)), 400, "MB"),
  ]);
} finally {
  rmSync(cwd, { recursive: true, force: true });
}
