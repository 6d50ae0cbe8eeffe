// The derived tables of a snapshot of 12,478 users with real-sized policies and five levels of service control policies:
// cold, from the lake back into the lake. `node bench/derive.mjs [sets|chains|distinct]`; it calls itself for each measurement.

import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { BIN, CACHE, print, result, runNode } from "./lib.mjs";
import { chain, FULL, readOnly, setPolicies, teamPolicy, text } from "./real-policies.mjs";

const USERS = 12_478;
const USERS_AN_ACCOUNT = 11;
const ORG = "o-bench00000";
const MANAGEMENT = "999999999999";
const AS_OF = "2026-11-23T00:00:00Z";

async function writeFiles(folder, { sets, roles = false }) {
  const { parseCatalogue } = await import("../.cache/modules/policy/catalogue.js");
  const catalogue = parseCatalogue(readFileSync(new URL("../data/aws-actions.txt", import.meta.url), "utf8"));
  const shared = { readOnly: readOnly(catalogue), team: (set) => teamPolicy(catalogue, set) };
  const accounts = Array.from({ length: Math.ceil(USERS / USERS_AN_ACCOUNT) }, (_, index) =>
    String(100_000_000_000 + index),
  );
  const write = (path, value) => writeFileSync(`${folder}/${path}`, JSON.stringify(value));
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(`${folder}/${ORG}`, { recursive: true });
  writeOrganization(write, accounts);
  for (const [nth, account] of accounts.entries()) {
    mkdirSync(`${folder}/${account}`);
    const count = Math.min(USERS_AN_ACCOUNT, USERS - nth * USERS_AN_ACCOUNT);
    const numbers = Array.from({ length: count }, (_, index) => nth * USERS_AN_ACCOUNT + index);
    write(`${account}/details.json`, details(account, numbers, sets, shared, roles));
    writeFileSync(`${folder}/${account}/report.csv`, report(account, numbers));
  }
}

function writeOrganization(write, accounts) {
  const units = ["ou-aaaa-00000001", "ou-aaaa-00000002", "ou-aaaa-00000003"];
  const nodes = ["r-aaaa", ...units];
  const levels = chain();
  const all = [...new Map(levels.flat()).entries()];
  const id = (name) => `p-${name}`;
  const full = (target) => ({ PolicyId: id("FullAWSAccess"), TargetId: target });
  write(`${ORG}/describe-organization.json`, {
    Organization: {
      Id: ORG,
      Arn: `arn:aws:organizations::${MANAGEMENT}:organization/${ORG}`,
      FeatureSet: "ALL",
      MasterAccountId: MANAGEMENT,
    },
  });
  write(`${ORG}/list-accounts.json`, {
    Accounts: accounts.map((Id) => ({
      Id,
      Arn: `arn:aws:organizations::${MANAGEMENT}:account/${ORG}/${Id}`,
      Name: Id,
      State: "ACTIVE",
    })),
  });
  write(`${ORG}/list-roots.json`, {
    Roots: [
      {
        Id: "r-aaaa",
        Arn: `arn:aws:organizations::${MANAGEMENT}:root/${ORG}/r-aaaa`,
        PolicyTypes: [{ Type: "SERVICE_CONTROL_POLICY", Status: "ENABLED" }],
      },
    ],
  });
  write(`${ORG}/units.json`, {
    OrganizationalUnits: units.map((Id, index) => ({ Id, Name: `level-${index}`, ParentId: nodes[index] })),
  });
  write(`${ORG}/parents.json`, {
    AccountParents: accounts.map((AccountId) => ({ AccountId, ParentId: units.at(-1) })),
  });
  write(`${ORG}/policies.json`, {
    OrganizationPolicies: all.map(([name, Content]) => ({
      PolicySummary: { Id: id(name), Name: name, Type: "SERVICE_CONTROL_POLICY" },
      Content,
    })),
  });
  write(`${ORG}/targets.json`, {
    PolicyTargets: [
      ...nodes.flatMap((node, index) =>
        levels[index].map(([name]) => ({ PolicyId: id(name), TargetId: node })),
      ),
      ...accounts.map(full),
    ],
  });
}

function details(account, numbers, sets, shared, withRoles) {
  const arn = (kind, name) => `arn:aws:iam::${account}:${kind}/${name}`;
  const policies = new Map();
  const users = numbers.map((number) => {
    const set = number % sets;
    const attached = [
      ...setPolicies(set, shared),
      ...(withRoles && set % 5 === 1 ? [["assume-deploy", ASSUME_DEPLOY]] : []),
    ];
    for (const [name, body] of attached) policies.set(name, body);
    if (set % 7 === 0) policies.set("boundary", text(FULL));
    return {
      UserName: `user-${number}`,
      UserId: `AIDA${number}`,
      Arn: arn("user", `user-${number}`),
      Path: "/",
      CreateDate: "2020-01-01T00:00:00Z",
      AttachedManagedPolicies: attached.map(([name]) => ({
        PolicyName: name,
        PolicyArn: arn("policy", name),
      })),
      ...(set % 7 === 0 && { PermissionsBoundary: { PermissionsBoundaryArn: arn("policy", "boundary") } }),
    };
  });
  return {
    UserDetailList: users,
    GroupDetailList: [],
    RoleDetailList: withRoles ? roles(account) : [],
    Policies: [...policies].map(([name, body]) => ({
      PolicyName: name,
      Arn: arn("policy", name),
      AttachmentCount: 1,
      DefaultVersionId: "v1",
      PolicyVersionList: [{ VersionId: "v1", IsDefaultVersion: true, Document: JSON.parse(body) }],
    })),
  };
}

const ASSUME_DEPLOY = text([
  { Effect: "Allow", Action: "sts:AssumeRole", Resource: "arn:aws:iam::*:role/deploy" },
]);

/** Six roles an account, three of them a chain: people begin with MFA, deploy hands on to release, release to log. */
function roles(account) {
  const arn = (name) => `arn:aws:iam::${account}:role/${name}`;
  const trust = (Principal, Condition = {}) => [
    { Effect: "Allow", Principal, Action: "sts:AssumeRole", Condition },
  ];
  const to = (name) => [{ Effect: "Allow", Action: "sts:AssumeRole", Resource: arn(name) }];
  const root = { AWS: `arn:aws:iam::${account}:root` };
  const mfa = { Bool: { "aws:MultiFactorAuthPresent": "true" } };
  const all = [
    ["deploy", trust(root, mfa), to("release")],
    [
      "release",
      trust({ AWS: arn("deploy") }),
      [...to("log"), { Effect: "Allow", Action: "lambda:*", Resource: "*" }],
    ],
    ["log", trust({ AWS: arn("release") }), [{ Effect: "Allow", Action: "logs:*", Resource: "*" }]],
    ["admin", trust(root, mfa), FULL],
    ["OrganizationAccountAccessRole", trust({ AWS: `arn:aws:iam::${MANAGEMENT}:root` }), FULL],
    [
      "function",
      trust({ Service: "lambda.amazonaws.com" }),
      [{ Effect: "Allow", Action: "dynamodb:*", Resource: "*" }],
    ],
  ];
  return all.map(([name, trusted, policy]) => ({
    RoleName: name,
    RoleId: `AROA${account}${name.toUpperCase()}`,
    Arn: arn(name),
    Path: "/",
    CreateDate: "2020-01-01T00:00:00Z",
    AssumeRolePolicyDocument: JSON.parse(text(trusted)),
    RolePolicyList: [{ PolicyName: "own", PolicyDocument: JSON.parse(text(policy)) }],
  }));
}

function report(account, numbers) {
  const header =
    "user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation,mfa_active,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service,access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service,cert_1_active,cert_1_last_rotated,cert_2_active,cert_2_last_rotated";
  const rows = numbers.map((number) => {
    const key = number % 2 === 0 ? "true,2021-01-01T00:00:00Z,N/A,N/A,N/A" : "false,N/A,N/A,N/A,N/A";
    return `user-${number},arn:aws:iam::${account}:user/user-${number},2020-01-01T00:00:00Z,true,no_information,2020-01-01T00:00:00Z,N/A,${number % 3 === 0},${key},false,N/A,N/A,N/A,N/A,false,N/A,false,N/A`;
  });
  return [header, ...rows].join("\n");
}

/** In a process of its own: opens the snapshot, makes the derived tables, tells seconds and peak memory. */
async function measure(lake) {
  const { openDuckDB } = await import("../.cache/modules/engine/duckdb/open.js");
  const { findSnapshot } = await import("../.cache/modules/lake/list.js");
  const { openSnapshot } = await import("../.cache/modules/assess/open-picture.js");
  const { openDerived } = await import("../.cache/modules/derive/derive-snapshot.js");
  const engine = await openDuckDB({ memoryLimit: "256MB" });
  const manifest = await findSnapshot(lake, undefined);
  await openSnapshot(engine, lake, manifest);
  const start = performance.now();
  const before = process.cpuUsage();
  await openDerived(engine, lake, manifest);
  const seconds = (performance.now() - start) / 1000;
  const used = process.cpuUsage(before);
  const [{ n }] = await engine.all("SELECT count(DISTINCT assessment_key) AS n FROM effective_mfa");
  engine.close();
  const cpu = (used.user + used.system) / 1e6;
  console.log(JSON.stringify({ seconds, cpu, evaluated: n, peak: process.resourceUsage().maxRSS / 1024 }));
}

async function prepare(how, name) {
  const [folder, lake] = [`${CACHE}/derive-${name}`, `${CACHE}/derive-lake-${name}`];
  if (!existsSync(`${lake}/manifests`)) {
    await writeFiles(folder, how);
    runNode([BIN, "collect", folder, "--as-of", AS_OF, "--lake", lake], CACHE);
    rmSync(folder, { recursive: true, force: true });
  }
  return lake;
}

/** Derived tables are made anew: those of an earlier run are taken away. */
function run(lake, oneCore) {
  for (const table of ["effective_mfa", "privilege", "policy_grants"]) {
    rmSync(`${lake}/${table}`, { recursive: true, force: true });
  }
  spawnSync("find", [`${lake}/manifests`, "-name", "*.derived-*", "-delete"]);
  const self = [fileURLToPath(import.meta.url), "measure", lake];
  const [command, args] = oneCore
    ? ["taskset", ["-c", "0", process.execPath, ...self]]
    : [process.execPath, self];
  const { stdout, stderr, status } = spawnSync(command, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

/** What is measured, by name: how many policy sets, whether there are roles to assume, and the limits. */
const MEASURED = {
  sets: { sets: 400, oneCore: true, title: "400 policy sets, one core, cold", seconds: 5, mb: 400 },
  chains: { sets: 400, roles: true, oneCore: true, title: "the same with role chains", seconds: 6, mb: 400 },
  // The policy engine alone keeps to it (bench/policy.mjs); here DuckDB and what this thread reads come to it.
  distinct: { sets: USERS, oneCore: false, title: "all distinct, all cores, cold", seconds: 60, mb: 400 },
};

const [what, lake] = process.argv.slice(2);
if (what === "measure") await measure(lake);
else {
  const results = [];
  for (const [name, { title, seconds, mb, ...how }] of Object.entries(MEASURED)) {
    if (what !== undefined && what !== name) continue;
    const found = run(await prepare(how, name), how.oneCore);
    results.push(
      // On a machine that has other work, only the time of the processor is ours.
      result(
        `${title} (${found.evaluated} assessments, CPU ${found.cpu.toFixed(1)} s)`,
        found.seconds,
        seconds,
        "s",
      ),
      result(`${title}, peak memory`, found.peak, mb, "MB"),
    );
  }
  print(`Policies of ${USERS} users`, results);
}
