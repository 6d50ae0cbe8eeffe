// What the benchmarks share: running a command or a query several times, medians, and a table of results.
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("..", import.meta.url));
export const CACHE = `${ROOT}.cache/bench`;
export const BIN = `${ROOT}dist/bin.js`;
mkdirSync(CACHE, { recursive: true });

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

/** Prints peak memory and processor time when the process ends, so that no tool of the machine is needed. */
const USAGE_HOOK =
  'data:text/javascript,process.on("exit",()=>{const u=process.resourceUsage();process.stderr.write(' +
  '"\\nPEAK_KB="+u.maxRSS+"\\nCPU_US="+(u.userCPUTime+u.systemCPUTime)+"\\n")})';

/** Runs node with arguments; wall seconds, processor seconds and peak memory in MB. */
export function runNode(args, cwd, memory = true) {
  const start = performance.now();
  const result = spawnSync(process.execPath, [...(memory ? ["--import", USAGE_HOOK] : []), ...args], {
    cwd,
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  const seconds = (performance.now() - start) / 1000;
  if (result.status !== 0) throw new Error(`${args.join(" ")} ended with ${result.status}: ${result.stderr}`);
  const peak = Number(/PEAK_KB=(\d+)/.exec(result.stderr)?.[1] ?? 0) / 1024;
  const cpu = Number(/CPU_US=(\d+)/.exec(result.stderr)?.[1] ?? 0) / 1e6;
  return { seconds, cpu, peak, stdout: result.stdout };
}

/** Seconds until the last of what a command prints is there; it may go on after that. */
export async function toLastLine(args, cwd) {
  const start = performance.now();
  const child = spawn(process.execPath, args, { cwd, stdio: ["ignore", "pipe", "ignore"] });
  let seconds = 0;
  for await (const _ of child.stdout) seconds = (performance.now() - start) / 1000;
  if (child.exitCode === null) await new Promise((done) => child.on("close", done));
  return seconds;
}

/** Times actions in turn, A B C A B C ..., so that a noisy machine is noisy for all; medians in seconds. */
export async function inTurn(actions, times) {
  const seconds = actions.map(() => []);
  for (let round = 0; round <= times; round += 1) {
    for (const [index, action] of actions.entries()) {
      const start = performance.now();
      await action();
      // The first round warms caches and is not counted.
      if (round > 0) seconds[index].push((performance.now() - start) / 1000);
    }
  }
  return seconds.map(median);
}

/** One line of results: what was measured, the figure, the limit, and whether it holds. */
export function result(name, figure, limit, unit, below = true) {
  const met = below ? figure <= limit : figure >= limit;
  return {
    name,
    figure: `${figure.toFixed(2)} ${unit}`,
    limit: `${below ? "<=" : ">="} ${limit} ${unit}`,
    met,
  };
}

export function print(title, results) {
  console.log(
    `${title} (Node ${process.version}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB)`,
  );
  for (const { name, figure, limit, met } of results) {
    console.log(`  ${met ? "met    " : "NOT MET"}  ${name.padEnd(58)} ${figure.padStart(12)}  ${limit}`);
  }
  return results;
}
