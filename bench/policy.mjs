// Speed and memory of the policy engine: npm run build && node bench/policy.mjs [sets|distinct] [users]
// 12,478 users is the largest published cohort. Only the engine, without a lake; bench/derive.mjs has both.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { parseCatalogue } from "../.cache/modules/policy/catalogue.js";
import { PolicyEngine } from "../.cache/modules/policy/engine.js";
import { parsePrivilegeRules } from "../.cache/modules/policy/privilege-rules.js";
import { chain, FULL, readOnly, setPolicies, teamPolicy, text } from "./real-policies.mjs";

const data = new URL("../data/", import.meta.url);
function makeEngine() {
  const catalogue = parseCatalogue(readFileSync(new URL("aws-actions.txt", data), "utf8"));
  const rules = parsePrivilegeRules(JSON.parse(readFileSync(new URL("privilege-rules.json", data), "utf8")));
  return new PolicyEngine(catalogue, rules);
}

function levels() {
  return chain().map((level) =>
    level.map(([name, body]) => ({ origin: "scp", name, arn: null, text: body })),
  );
}

/** Policy sets differ in documents, users in name, device and keys. */
function makeSubject(user, set, scps, shared) {
  const name = `user-${user}`;
  const arn = `arn:aws:iam::111122223333:user/${name}`;
  const managed = (policy, body) => ({
    origin: "group-managed",
    name: policy,
    arn: `arn:aws:iam::111122223333:policy/${policy}`,
    text: body,
  });
  const identity = setPolicies(set, shared).map(([policy, body]) => managed(policy, body));
  return {
    principal: { kind: "user", accountId: "111122223333", arn, name, id: `AIDA${user}`, tags: new Map() },
    partition: "aws",
    scps,
    identity,
    boundary:
      set % 7 === 0
        ? { origin: "boundary", name: "b", arn: "arn:aws:iam::111122223333:policy/b", text: text(FULL) }
        : "none",
    groupArns: ["arn:aws:iam::111122223333:group/dev"],
    device: user % 3 === 0,
    fidoOnly: false,
    console: true,
    keys: user % 2 === 0,
  };
}

function run(from, to, sets) {
  const start = performance.now();
  const engine = makeEngine();
  const { catalogue } = engine;
  const teams = new Map();
  const shared = {
    readOnly: readOnly(catalogue),
    team(set) {
      // Only a few texts are kept, as a reader of a snapshot would.
      if (!teams.has(set)) {
        if (teams.size > 500) teams.clear();
        teams.set(set, teamPolicy(catalogue, set));
      }
      return teams.get(set);
    },
  };
  const scps = levels();
  const done = new Map();
  const counts = new Map();
  let peak = 0;
  for (let user = from; user < to; user++) {
    const subject = makeSubject(user, user % sets, scps, shared);
    const key = engine.key(subject);
    let verdict = done.get(key);
    if (verdict === undefined) {
      const found = engine.assess(subject);
      verdict =
        "tooComplex" in found
          ? "too complex"
          : `${found.mfa.console.verdict} ${found.mfa.key.verdict} ${found.privilege.noMfa.tier}`;
      done.set(key, verdict);
    }
    counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
    if (user % 500 === 0) peak = Math.max(peak, process.memoryUsage().rss);
  }
  peak = Math.max(peak, process.memoryUsage().rss);
  return {
    seconds: (performance.now() - start) / 1000,
    evaluated: done.size,
    peakMb: peak / 1e6,
    counts: [...counts],
  };
}

/** The engine keeps about 50 MB; without limits the collector lets each worker grow to many times that. */
const LIMITS = { maxOldGenerationSizeMb: 128, maxYoungGenerationSizeMb: 32 };
const users = Number(process.argv[3] ?? 12_478);

/** CPU time beside the clock: on a machine that has other work, only the first is ours. */
function show(title, { seconds, evaluated, peakMb }) {
  const { user, system } = process.cpuUsage();
  const cpu = ((user + system) / 1e6).toFixed(1);
  console.log(
    `${title}: ${seconds.toFixed(1)} s (CPU ${cpu} s), ${evaluated} evaluated, peak ${peakMb.toFixed(0)} MB`,
  );
}

function sets() {
  const result = run(0, users, 400);
  show(`${users} users, 400 policy sets, one core, cold`, result);
  for (const [verdict, count] of result.counts.sort((a, b) => b[1] - a[1]))
    console.log(`  ${count} ${verdict}`);
}

async function distinct() {
  const start = performance.now();
  const half = users >> 1;
  const workers = [
    { from: 0, to: half },
    { from: half, to: users },
  ].map(
    (workerData) =>
      new Promise((resolve, reject) => {
        const worker = new Worker(new URL(import.meta.url), { workerData, resourceLimits: LIMITS });
        worker.once("message", resolve).once("error", reject);
      }),
  );
  const results = await Promise.all(workers);
  show(`${users} users, all distinct, two workers`, {
    seconds: (performance.now() - start) / 1000,
    evaluated: results.reduce((sum, one) => sum + one.evaluated, 0),
    peakMb: Math.max(...results.map((one) => one.peakMb)),
  });
}

if (!isMainThread) parentPort.postMessage(run(workerData.from, workerData.to, Number.MAX_SAFE_INTEGER));
else if (process.argv[2] === "sets") sets();
else if (process.argv[2] === "distinct") await distinct();
else {
  // Each in a process of its own, so that both are cold and their memory is theirs.
  for (const mode of ["sets", "distinct"]) {
    spawnSync(process.execPath, [fileURLToPath(import.meta.url), mode, String(users)], { stdio: "inherit" });
  }
}
