import { expect, test } from "vitest";
import { judged, prevalenceOf } from "../../analyse/share/test-prevalence.js";
import type { Cause, ControlCauses } from "../../model/results/causes.js";
import type { Fix, FixList, FixSubject } from "../../model/results/fixes.js";
import { AUDITED, rendered } from "./test-render.js";

const lines = (text: string) =>
  text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));

const FIX: Fix = {
  fix: "rotate",
  title: "Rotate keys",
  emergency: null,
  users: 2,
  credentials: 2,
  risk_removed: 3,
  cumulative: 3,
  cumulative_percent: 100,
  effort: { hours: 1 },
  reversible: true,
  undo: "u",
  breaks: "b",
  in_use: 1,
  uses: [],
  kinds: { human: 2 },
  owners: [],
  controls: [],
  findings: { resolved: 2, milder: 0, unchanged: 1 },
  unit: null,
  last_used_at: null,
  command: "iamspect findings",
};
const subject = (place: number, name: string): FixSubject => ({
  place,
  name,
  fix: place === 0 ? "rotate" : "remove",
  title: "t",
  account_id: "111122223333",
  account_name: "prod",
  arn: `arn:aws:iam::111122223333:user/${name}`,
  credential: "access_key",
  slot: 1,
  credential_id: null,
  kind: "human",
  owner: null,
  owner_from: null,
  risk_removed: 1.5,
  reversible: true,
  last_used_at: null,
  last_used_service: null,
  last_used_region: null,
  command: "aws iam list-access-keys",
});
const LIST: FixList = {
  hours: null,
  by_owner: false,
  fixes: [FIX, { ...FIX, fix: "remove" }],
  total_risk: 3,
  users: 2,
  rest: { fixes: 0, credentials: 0, emergencies: 0, hours: 0 },
  details: async () => [FIX, { ...FIX, fix: "remove" }],
  findings: async () => ({ failing: 2, in_fix: 2, without: [] }),
  evidence: async () => [
    {
      fix: "collect:organization_policies:o-1",
      title: "Collect",
      users: 4,
      unknown: 5,
      effort: { hours: 1 },
      accounts: ["111122223333"],
      command: "iamspect collect --org",
    },
  ],
  subjects: async function* () {
    yield [subject(0, "ann"), subject(0, "bob")];
    yield [subject(1, "ann")];
  },
};

test("a fix has all that it is for, in their order", async () => {
  const [rotate, remove, collect] = lines(await rendered("ndjson", "fixes", LIST));
  expect(rotate.subjects.map(({ arn }: FixSubject) => arn.slice(-3))).toEqual(["ann", "bob"]);
  expect(rotate.subjects[0]).toEqual({
    arn: "arn:aws:iam::111122223333:user/ann",
    credential: "access_key",
    slot: 1,
    credential_id: null,
    account_id: "111122223333",
    account_name: "prod",
    owner: null,
    risk_removed: 1.5,
  });
  expect([remove.fix, remove.subjects.length]).toEqual(["remove", 1]);
  expect(collect).toMatchObject({
    users: 4,
    risk_removed: 0,
    findings: { resolved: 0, settled: 5 },
    subjects: [{ account_id: "111122223333" }],
  });
});

test("a credential of a fix is a row with the fix and its command", async () => {
  const rows = lines(await rendered("ndjson", "fix_users", LIST));
  expect(rows.map(({ fix, arn }) => `${fix} ${arn.slice(-3)}`)).toEqual([
    "rotate ann",
    "rotate bob",
    "remove ann",
  ]);
  expect(rows[0]).not.toHaveProperty("name");
  expect(rows[0]).toHaveProperty("command", "aws iam list-access-keys");
});

test("a group of an audit is a column of its rows", async () => {
  const parts = { failing: [1, 0, 0] as const, unknown: 0, pass: 3, notApplicable: 0 };
  const prevalence = [{ ...prevalenceOf(judged("user-unused"), parts), excepted: 0, excepted_assumed: 0 }];
  const head = { snapshot_id: "s", as_of: "", users: 1, with_exceptions: false, prevalence: [] };
  const audit = {
    ...head,
    coverage: { accounts: 1, complete: 1, incomplete: 0 },
    reports: { oldest: null, newest: null },
    ...AUDITED,
  };
  const groups = [
    { group: "2019", name: null, prevalence },
    { group: "2020", name: null, prevalence },
  ];
  const rows = lines(await rendered("ndjson", "audit", { ...audit, by: "year", groups }));
  expect(rows.map(({ group }) => group)).toEqual(["2019", "2020"]);
});

test("a cause has its control, its place and the sentence", async () => {
  const cause: Cause = {
    kind: "in_burst",
    values: ["yes"],
    fail: 83,
    carriers: 90,
    rest_fail: 17,
    rest: 1000,
    percent_of_failing: 83,
    lift: 54.25,
    p_adjusted: 0,
    log10_p_adjusted: -320.5,
    beyond: { fail: 83, carriers: 90 },
    unknown: 0,
    holds_whatever_is_unknown: true,
    accounts: 4,
    top_accounts: [],
    bursts: 9,
    alike: [],
  };
  const control: ControlCauses = {
    control_id: "c",
    title: "t",
    severity: "medium",
    failing: "keys made at set-up",
    fail: 100,
    judged: 1090,
    unknown: 3,
    causes: [cause, cause],
  };
  const result = { tested: 50, controls: [control] };
  const [first, second] = lines(await rendered("ndjson", "causes", result));
  expect(first).toMatchObject({ rank: 1, fail: 83, control_fail: 100, control_unknown: 3, tested: 50 });
  expect(first.sentence).toContain("83 of 100");
  expect(second.rank).toBe(2);
});
