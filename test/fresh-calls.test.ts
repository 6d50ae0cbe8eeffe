import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { before } from "./aws/before.js";
import type { KeySeed, UserSeed } from "./aws/seed.js";
import { SINGLE_ACCOUNT_ID } from "./aws/single-account.js";
import { type AwsServer, startAwsServer } from "./aws/start-server.js";
import { AS_OF, query, startCli } from "./org-support.js";
import { runCli, scratch } from "./run-cli.js";

let server: AwsServer;
const folder = scratch();
beforeAll(async () => {
  server = await startAwsServer();
});
afterAll(async () => {
  await server?.stop();
  folder.remove();
});

const ago = (days: number) => before(AS_OF, { days });
const OLD: KeySeed = { created: ago(400), last_used: ago(1), service: "s3", region: "us-east-1" };
const IDLE: KeySeed = { created: ago(500) };
const IN_USE = { last_changed: ago(20), last_used: ago(1) };
const FORGOTTEN = { last_changed: ago(300) };
const DEVICE = { mfa: [{ kind: "virtual" }] } as const;

/** Ten kinds of users: what they have, how many of their credentials fail, and what is asked of each. */
const KINDS: readonly (Pick<UserSeed, "password" | "keys" | "mfa"> & {
  readonly failing: number;
  readonly asked: readonly string[];
})[] = [
  { password: IN_USE, failing: 1, asked: ["ListMFADevices", "GetLoginProfile"] },
  { password: FORGOTTEN, failing: 1, asked: ["ListMFADevices", "GetLoginProfile"] },
  { password: FORGOTTEN, ...DEVICE, failing: 1, asked: ["GetLoginProfile"] },
  { keys: [OLD], failing: 1, asked: ["ListAccessKeys"] },
  { keys: [IDLE], failing: 1, asked: ["ListAccessKeys", "GetAccessKeyLastUsed"] },
  { keys: [IDLE, OLD], failing: 2, asked: ["ListAccessKeys", "GetAccessKeyLastUsed"] },
  {
    password: IN_USE,
    ...DEVICE,
    keys: [IDLE],
    failing: 1,
    asked: ["ListAccessKeys", "GetAccessKeyLastUsed"],
  },
  {
    password: FORGOTTEN,
    keys: [IDLE],
    failing: 2,
    asked: ["ListMFADevices", "GetLoginProfile", "ListAccessKeys", "GetAccessKeyLastUsed"],
  },
  { password: IN_USE, ...DEVICE, failing: 0, asked: [] },
  { keys: [{ created: ago(10), last_used: ago(1) }], failing: 0, asked: [] },
];
const OF_EACH = 10;
const ACTIONS = [...new Set(KINDS.flatMap(({ asked }) => asked))];

beforeEach(async () => {
  await server.reset();
  await server.settings({ now: before(AS_OF, {}) });
  const users = Array.from({ length: OF_EACH }, (_, n) =>
    KINDS.map(({ failing, asked, ...has }, kind) => ({
      name: `kind-${kind}-${n}`,
      created: ago(1_000),
      ...has,
    })),
  );
  const report = { cached: true, generated_at: before(AS_OF, { hours: 2 }) };
  await server.seed({ accounts: [{ account_id: SINGLE_ACCOUNT_ID, users: users.flat(), report }] });
});

/** Makes a user of whom the cached report cannot know; it sorts behind all others. */
const makeUser = async () => {
  const made = before(AS_OF, { hours: 1 });
  const user = {
    name: "made-since",
    created: made,
    password: { last_changed: made },
    keys: [{ created: made }],
  };
  await server.seed({ accounts: [{ account_id: SINGLE_ACCOUNT_ID, users: [user] }] });
};

/** Those that the kinds of users fail, and no other: each failing control may ask of more of them. */
const CONTROLS = ["user-mfa-device", "user-key-rotation", "user-unused-credential"];
const ARGS = ["audit", "--fresh", "--format", "json", "--as-of", AS_OF.toISOString()].concat(
  CONTROLS.flatMap((id) => ["--control", id]),
);
const audit = () => runCli(ARGS, { cwd: folder.dir, env: { ...server.env } });
const rows = (sql: string) => query<Record<string, unknown>>(sql, folder);
const readAgain = async () =>
  (await rows("SELECT user_name FROM iam_users WHERE fresh_at IS NOT NULL ORDER BY 1")).map(
    (row) => row.user_name,
  );

/** How often each action was called. */
async function called(): Promise<Record<string, number>> {
  const { by_action } = await server.calls();
  return Object.fromEntries(ACTIONS.map((action) => [action, by_action[`iam:${action}`] ?? 0]));
}

test("only what failing verdicts rest on is asked: at most two calls a failing credential", async () => {
  const { stderr, code } = await audit();
  const expected = (action: string) => OF_EACH * KINDS.filter(({ asked }) => asked.includes(action)).length;
  const calls = await called();
  expect([code, calls]).toEqual([0, Object.fromEntries(ACTIONS.map((action) => [action, expected(action)]))]);
  const total = Object.values(calls).reduce((sum, count) => sum + count, 0);
  const failing = OF_EACH * KINDS.reduce((sum, kind) => sum + kind.failing, 0);
  expect([total, failing]).toEqual([160, 100]);
  // One more call asks whose the credentials are.
  expect(stderr).toContain("Read 80 users again, live, with 161 calls to AWS: 80 that fail, and 0 of whom");
});

test("who was changed since the report is read whole, and a user made since is known", async () => {
  await server.update({
    account_id: SINGLE_ACCOUNT_ID,
    users: [{ name: "kind-1-3", mfa: [{ kind: "hardware" }], keys: [{ ...OLD, last_used: ago(200) }] }],
  });
  await makeUser();
  const { stderr } = await audit();
  expect(stderr).toContain("80 that fail, and 1 of whom the report does not tell enough");
  const sql =
    "SELECT user_name, password_enabled, mfa_active, active_keys, access_key_1_last_used_at FROM iam_users" +
    " WHERE user_name IN ('kind-1-3', 'made-since') ORDER BY 1";
  const since = (days: number) => Date.parse(ago(days)) / 1000;
  expect(await rows(sql)).toEqual([
    {
      user_name: "kind-1-3",
      password_enabled: true,
      mfa_active: true,
      active_keys: 1,
      access_key_1_last_used_at: since(200),
    },
    {
      user_name: "made-since",
      password_enabled: true,
      mfa_active: false,
      active_keys: 1,
      access_key_1_last_used_at: null,
    },
  ]);
  const unknown = await runCli(
    ["findings", "--control", "user-mfa-device", "--status", "unknown", "--format", "json"],
    { cwd: folder.dir },
  );
  expect(JSON.parse(unknown.stdout)).toEqual([]);
});

test("users whom the report cannot know come first, should AWS refuse the rest", async () => {
  await makeUser();
  await server.faults([{ kind: "access_denied", action: "iam:ListMFADevices", after: 1 }]);
  const { stderr } = await audit();
  expect(stderr).toContain("problem: 30 users could not be read again: iam:ListMFADevices (denied)");
  const names = await readAgain();
  expect(names).toHaveLength(51);
  expect(names).toContain("made-since");
});

test("who stops it keeps what was read, and the rest stays as the report has it", async () => {
  await makeUser();
  await server.settings({ latency_ms: 100 });
  const running = startCli(ARGS, { dir: folder.dir, env: { ...server.env } });
  while (running.child.exitCode === null && ((await called()).GetLoginProfile ?? 0) < 8) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  running.child.kill("SIGINT");
  const { code, stderr } = await running.ended;
  expect([code, stderr]).toEqual([
    0,
    expect.stringMatching(/problem: \d+ users were not read again, because/),
  ]);
  const names = await readAgain();
  expect(names).toContain("made-since");
  expect(names.length).toBeLessThan(81);
  expect(await rows("SELECT count(*) AS n FROM iam_users WHERE password_enabled")).toEqual([{ n: 61 }]);
});
