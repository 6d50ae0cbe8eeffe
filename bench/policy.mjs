// Speed and memory of the policy engine: npm run build && node bench/policy.mjs [sets|distinct] [users]
// 12,478 users is the largest published cohort; real-sized policies: documents near the 6,144-character quota of a
// managed policy, a broad AWS-like read-only policy, five levels of service control policies.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { parseCatalogue } from "../dist/policy/catalogue.js";
import { PolicyEngine } from "../dist/policy/engine.js";
import { parsePrivilegeRules } from "../dist/policy/privilege-rules.js";

const data = new URL("../data/", import.meta.url);
const ENROLMENT = [
  "iam:CreateVirtualMFADevice",
  "iam:EnableMFADevice",
  "iam:GetUser",
  "iam:ListMFADevices",
  "iam:ListVirtualMFADevices",
  "iam:ResyncMFADevice",
  "sts:GetSessionToken",
];
const NO_MFA = { BoolIfExists: { "aws:MultiFactorAuthPresent": "false" } };
const FULL = [{ Effect: "Allow", Action: "*", Resource: "*" }];
const text = (Statement) => JSON.stringify({ Version: "2012-10-17", Statement });

function makeEngine() {
  const catalogue = parseCatalogue(readFileSync(new URL("aws-actions.txt", data), "utf8"));
  const rules = parsePrivilegeRules(JSON.parse(readFileSync(new URL("privilege-rules.json", data), "utf8")));
  return new PolicyEngine(catalogue, rules);
}

/** A managed policy of a team: about 6 kB of actions on the team's own resources. */
function teamPolicy(catalogue, team) {
  const services = [...catalogue.services.keys()];
  const statements = [];
  let size = 0;
  for (let step = 0; size < 5_900; step++) {
    const service = services[(team * 37 + step * 53) % services.length];
    const [start, end] = catalogue.services.get(service);
    const names = catalogue.names.slice(start, end - 1).filter((_, index) => (index + team) % 4 === 0);
    const verbs = [`${service}:Get*`, `${service}:List*`, `${service}:Describe*`, ...names.slice(0, 12)];
    const statement = {
      Sid: `S${step}`,
      Effect: "Allow",
      Action: verbs,
      Resource: [`arn:aws:${service}:*:*:team-${team}-*`, `arn:aws:${service}:*:*:shared/*`],
      ...(step % 5 === 0
        ? { Condition: { StringEquals: { "aws:RequestedRegion": ["eu-central-1", "eu-west-1"] } } }
        : {}),
    };
    statements.push(statement);
    size += JSON.stringify(statement).length;
  }
  return text(statements);
}

/** Like ReadOnlyAccess: two wildcards a service. */
function readOnly(catalogue) {
  const actions = [...catalogue.services.keys()].flatMap((service) => [
    `${service}:Get*`,
    `${service}:List*`,
    `${service}:Describe*`,
  ]);
  return text([{ Effect: "Allow", Action: actions.slice(0, 1_200), Resource: "*" }]);
}

// biome-ignore-start lint/suspicious/noTemplateCurlyInString: policy variables
const selfManage = text([
  {
    Effect: "Allow",
    Action: ["iam:GetUser", "iam:ListMFADevices", "iam:ChangePassword"],
    Resource: "arn:aws:iam::*:user/${aws:username}",
  },
  { Effect: "Allow", Action: ["iam:CreateVirtualMFADevice"], Resource: "arn:aws:iam::*:mfa/*" },
  {
    Effect: "Allow",
    Action: ["iam:EnableMFADevice", "iam:ResyncMFADevice"],
    Resource: "arn:aws:iam::*:user/${aws:username}",
  },
  { Effect: "Deny", NotAction: ENROLMENT, Resource: "*", Condition: NO_MFA },
]);

// biome-ignore-end lint/suspicious/noTemplateCurlyInString: policy variables

function chain() {
  const full = {
    origin: "scp",
    name: "FullAWSAccess",
    arn: "arn:aws:organizations::aws:policy/service_control_policy/p-FullAWSAccess",
    text: text(FULL),
  };
  const region = text([
    {
      Effect: "Deny",
      NotAction: ["iam:*", "sts:*", "organizations:*", "route53:*", "cloudfront:*", "support:*", "budgets:*"],
      Resource: "*",
      Condition: {
        StringNotEquals: { "aws:RequestedRegion": ["eu-central-1", "eu-west-1"] },
        ArnNotLike: { "aws:PrincipalArn": ["arn:aws:iam::*:role/AWSControlTowerExecution"] },
      },
    },
    {
      Effect: "Deny",
      Action: ["cloudtrail:StopLogging", "cloudtrail:DeleteTrail", "config:Delete*"],
      Resource: "*",
    },
  ]);
  const keys = text([{ Effect: "Deny", Action: ["iam:CreateAccessKey"], Resource: "*", Condition: NO_MFA }]);
  const one = (name, body) => ({ origin: "scp", name, arn: null, text: body });
  return [[full, one("region", region)], [full], [full, one("keys", keys)], [full], [full]];
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
  const identity = [managed(`team-${set}`, shared.team(set))];
  if (set % 3 === 0) identity.push(managed("read-only", shared.readOnly));
  if (set % 4 !== 0) identity.push(managed("self-manage", selfManage));
  if (set % 10 === 0) identity.push(managed("admin", text(FULL)));
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
  const scps = chain();
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
const LIMITS = { maxOldGenerationSizeMb: 128, maxYoungGenerationSizeMb: 16 };
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
