// `audit --demo`: from the files of 1,143 accounts to the printed table, and to the end, with a fresh lake each time.
import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { BIN, CACHE, median, print, result, runNode, toLastLine } from "./lib.mjs";

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
    tables.push(await toLastLine([BIN, "audit", "--demo"], cwd));
  }
  print("Demonstration", [
    result("1,143 accounts, 12,478 users: files to table", median(tables), 2, "s"),
    result("until its findings are stored", median(runs.map((run) => run.seconds)), 2.5, "s"),
    result("peak memory", median(runs.map((run) => run.peak)), 400, "MB"),
  ]);
} finally {
  rmSync(cwd, { recursive: true, force: true });
}
