// All benchmarks, one after the other. Each runs alone too: `node bench/demo.mjs`.
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";

const folder = new URL(".", import.meta.url);
const own = new Set([
  "floor.mjs",
  "lib.mjs",
  "real-policies.mjs",
  "run.mjs",
  "synthetic.mjs",
  "trend-lake.mjs",
]);
for (const name of readdirSync(folder).filter((one) => one.endsWith(".mjs") && !own.has(one))) {
  const { status } = spawnSync(process.execPath, [new URL(name, folder).pathname], { stdio: "inherit" });
  if (status !== 0) process.exitCode = 1;
}
