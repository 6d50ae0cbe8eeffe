// Adds up the tests of all runs of scripts/test.mjs since .cache/tests/ was removed, and prints "N passed, N failed".
// A test belongs to one project of vitest.config.ts, so none counts twice; no run at all counts as one failure.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL("../.cache/tests/", import.meta.url));
const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".json")) : [];
const runs = names.map((name) => JSON.parse(readFileSync(folder + name, "utf8")));
const sum = (what) => runs.reduce((total, run) => total + run[what], 0);
const failed = sum("failed") + (runs.length === 0 ? 1 : 0);
console.log(`${sum("passed")} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
