// Builds, runs the tests of these projects of vitest.config.ts and ends with the one line that continuous integration reads:
// "N passed, N failed". `node scripts/test.mjs unit system`; what begins with a dash or names a file is for vitest.
// The counts stay in .cache/tests/, where scripts/test-total.mjs adds up those of several runs.
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const given = process.argv.slice(2);
const projects = given.filter((name) => ["unit", "slow", "system", "thorough"].includes(name));
const more = given.filter((name) => !projects.includes(name));

const folder = `${root}.cache/tests/`;
const result = `${folder}${projects.join("-")}.json`;
const report = `${folder}${projects.join("-")}.vitest`;
mkdirSync(folder, { recursive: true });
rmSync(report, { force: true });
// A run that is stopped on the way counts as one failure.
writeFileSync(result, JSON.stringify({ passed: 0, failed: 1 }));

const build = spawnSync(process.execPath, [`${root}scripts/build.mjs`], { cwd: root, stdio: "inherit" });
if (build.status !== 0) process.exit(build.status ?? 1);

const run = spawnSync(
  process.execPath,
  [
    `${root}node_modules/vitest/vitest.mjs`,
    "run",
    "--reporter=dot",
    "--reporter=json",
    `--outputFile.json=${report}`,
    ...projects.flatMap((project) => ["--project", project]),
    ...more,
  ],
  { cwd: root, stdio: "inherit" },
);

let counts = { numPassedTests: 0, numFailedTests: 1 };
try {
  counts = JSON.parse(readFileSync(report, "utf8"));
} catch {
  console.error("No test report was written: the test runner did not finish.");
}
// A file that fails to load runs none of its tests: that is a failure too, though no test counted it.
const failed = Math.max(counts.numFailedTests, run.status === 0 ? 0 : 1);
writeFileSync(result, JSON.stringify({ passed: counts.numPassedTests, failed }));
console.log(`${counts.numPassedTests} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
