// The evidence of a whole organization, live, against the AWS-compatible server of the tests with 60 ms latency a call:
// how close the run comes to what the calls alone must take, and whether memory grows with the number of accounts.
// `node bench/organization.mjs full`: the same with --full, and how many calls each account and each Region of it costs.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createInterface } from "node:readline";
import { pythonEnv } from "../scripts/python-env.mjs";
import { BIN, CACHE, print, ROOT, result } from "./lib.mjs";

const LATENCY_MS = 60;
/** As many requests at a time as the server can serve: more would measure the server, which takes longer for other services than for IAM. */
const CONCURRENCY = process.argv[2] === "full" ? 5 : 10;
const USERS = 11;
const MANAGEMENT = "123456789012";
const UNITS = 12;
const DAY_MS = 86_400_000;

async function startServer() {
  const child = spawn(await pythonEnv(), ["-E", "-s", "-B", "-m", "server"], {
    cwd: `${ROOT}test/aws`,
    stdio: ["pipe", "pipe", "inherit"],
  });
  for await (const line of createInterface(child.stdout)) return { child, port: JSON.parse(line).port };
  throw new Error("the server did not start");
}

const ago = (days) => `${new Date(Date.now() - days * DAY_MS).toISOString().slice(0, 19)}Z`;

/** What the server's library does not know of an account without anything. */
const EMPTY = [
  { action: "access-analyzer:GET /analyzer", answer: { analyzers: [] } },
  { action: "account:POST /getContactInformation", answer: { ContactInformation: {} } },
  { action: "sso:ListInstances", answer: { Instances: [] } },
];

/** An account with users of every age, and the role that the management account assumes. */
function account(account_id, nth) {
  const users = Array.from({ length: USERS }, (_, index) => ({
    name: `user-${index}`,
    created: ago(30 + ((nth * 7 + index * 131) % 1800)),
    password: index % 3 === 0 ? { last_changed: ago(20 + index) } : null,
    keys: index % 2 === 0 ? [{ created: ago(10 + ((nth + index * 97) % 900)) }] : [],
    mfa: index % 4 === 0 ? [{ kind: "virtual" }] : [],
  }));
  const statement = {
    Effect: "Allow",
    Principal: { AWS: `arn:aws:iam::${MANAGEMENT}:root` },
    Action: "sts:AssumeRole",
  };
  const roles = [{ name: "iamspect-audit", trust: { Version: "2012-10-17", Statement: [statement] } }];
  return { account_id, users, roles };
}

function seed(count) {
  const ids = Array.from({ length: count - 1 }, (_, index) => String(200_000_000_000 + index));
  const units = Array.from({ length: UNITS }, (_, unit) => ({
    name: `unit-${unit}`,
    accounts: ids
      .filter((_, index) => index % UNITS === unit)
      .map((account_id) => ({ account_id, name: account_id })),
  }));
  return {
    organization: { management_account_id: MANAGEMENT, units },
    accounts: [MANAGEMENT, ...ids].map(account),
  };
}

/** The most memory that the process ever held, in MB, as Linux counts it. */
function peakOf(pid) {
  const kilobytes = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return Number(kilobytes ?? 0) / 1024;
}

function collect(port, lake, more) {
  const start = performance.now();
  const child = spawn(
    process.execPath,
    [BIN, "collect", "--org", "--concurrency", String(CONCURRENCY), "--lake", lake, ...more],
    {
      stdio: ["ignore", "ignore", "inherit"],
      env: {
        ...process.env,
        AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
        AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE",
        AWS_SECRET_ACCESS_KEY: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        AWS_REGION: "us-east-1",
      },
    },
  );
  let peak = 0;
  const timer = setInterval(() => {
    try {
      peak = Math.max(peak, peakOf(child.pid));
    } catch {
      // It has just ended.
    }
  }, 100);
  return new Promise((resolve, reject) => {
    child.on("exit", (code) => {
      clearInterval(timer);
      // 4: the server broke an answer off, which under load it does now and then; the run says so.
      if (code === 0 || code === 4) resolve({ seconds: (performance.now() - start) / 1000, peak });
      else reject(new Error(`the run ended with ${code}`));
    });
  });
}

async function measure(count, { more = [], regions } = {}) {
  const { child, port } = await startServer();
  const control = async (route, body) => {
    const init = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) };
    return await (await fetch(`http://127.0.0.1:${port}/_control/${route}`, init)).json();
  };
  const folder = mkdtempSync(`${CACHE}/organization-`);
  try {
    await control("seed", seed(count));
    await control("answers", EMPTY);
    await control("settings", { latency_ms: LATENCY_MS, ...(regions && { regions }) });
    const run = await collect(port, `${folder}/lake`, more);
    const { total, by_action: actions } = await control("calls");
    const polls = (actions["iam:GetCredentialReport"] ?? 0) - count;
    return { ...run, calls: total, perAccount: (total - polls) / count };
  } finally {
    child.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  }
}

const alone = ({ calls }) => (calls * LATENCY_MS) / 1000 / CONCURRENCY;

async function plain() {
  const small = await measure(100);
  const large = await measure(1143);
  const must = alone(large);
  console.log(
    `1,143 accounts: ${large.calls} calls, ${large.seconds.toFixed(1)} s (the calls alone: ${must.toFixed(1)} s), ${large.peak.toFixed(0)} MB; ` +
      `100 accounts: ${small.calls} calls, ${small.seconds.toFixed(1)} s, ${small.peak.toFixed(0)} MB`,
  );
  print("A live organization (1,143 accounts x 11 users, 60 ms a call, 10 at a time)", [
    result("time / (calls x latency / concurrency)", large.seconds / must, 1.3, "x"),
    result("calls an account, polls aside", large.perAccount, 12, "calls"),
    result("memory", large.peak, 500, "MB"),
    result("memory / memory of 100 accounts", large.peak / small.peak, 1.3, "x"),
  ]);
}

/** Accounts without anything in them: what each has besides costs a request for each bucket, trail or snapshot. */
async function full() {
  const [accounts, few, many] = [
    40,
    ["us-east-1"],
    ["us-east-1", "us-east-2", "us-west-2", "eu-west-1", "eu-central-1"],
  ];
  const one = await measure(accounts, { more: ["--full"], regions: few });
  const all = await measure(accounts, { more: ["--full"], regions: many });
  const perRegion = (all.perAccount - one.perAccount) / (many.length - few.length);
  console.log(
    `${accounts} accounts with --full: ${all.perAccount.toFixed(1)} calls an account with ${many.length} Regions, ` +
      `${one.perAccount.toFixed(1)} with one, ${perRegion.toFixed(1)} for each further Region; ${all.seconds.toFixed(1)} s`,
  );
  print(`--full (${accounts} accounts, ${many.length} Regions, 60 ms a call, ${CONCURRENCY} at a time)`, [
    result("time / (calls x latency / concurrency)", all.seconds / alone(all), 1.3, "x"),
    result("memory", all.peak, 500, "MB"),
  ]);
}

await (process.argv[2] === "full" ? full() : plain());
