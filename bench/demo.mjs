// `audit --demo`: from the files of 1,143 accounts to the printed table, and to the end, with a fresh lake each time.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { BIN, CACHE, median, print, result, runNode } from "./lib.mjs";

/** Seconds until the last of the table is there. */
async function toTable(cwd) {
  const start = performance.now();
  const child = spawn(process.execPath, [BIN, "audit", "--demo"], {
    cwd,
    stdio: ["ignore", "pipe", "ignore"],
  });
  let seconds = 0;
  for await (const _ of child.stdout) seconds = (performance.now() - start) / 1000;
  if (child.exitCode === null) await new Promise((done) => child.on("close", done));
  return seconds;
}

const cwd = mkdtempSync(join(CACHE, "demo-"));
try {
  runNode([BIN, "audit", "--demo"], cwd);
  const anew = () => rmSync(join(cwd, ".iamspect-demo", "lake"), { recursive: true, force: true });
  const runs = [];
  const tables = [];
  for (let round = 0; round < 7; round += 1) {
    anew();
    runs.push(runNode([BIN, "audit", "--demo"], cwd));
    anew();
    tables.push(await toTable(cwd));
  }
  print("Demonstration", [
    result("1,143 accounts, 12,478 users: files to table", median(tables), 2, "s"),
    result("until its findings are stored", median(runs.map((run) => run.seconds)), 2.5, "s"),
    result("peak memory", median(runs.map((run) => run.peak)), 400, "MB"),
  ]);
} finally {
  rmSync(cwd, { recursive: true, force: true });
}
