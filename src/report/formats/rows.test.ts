import { expect, test } from "vitest";
import { judged, prevalenceOf } from "../../analyse/share/test-prevalence.js";
import type { Cause, ControlCauses } from "../../model/results/causes.js";
import type { CoveredUser, Fix, FixList } from "../../model/results/fixes.js";
import { rendered } from "./test-render.js";

const lines = (text: string) =>
  text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));

const FIX: Fix = {
  fix: "rotate",
  title: "Rotate keys",
  users: 2,
  credentials: 2,
  risk_removed: 3,
  cumulative: 3,
  cumulative_percent: 100,
  effort: 1,
  reversible: true,
  undo: "u",
  breaks: "b",
  in_use: 1,
  uses: [],
  kinds: {},
  owners: [],
  controls: [],
  unit: null,
  last_used_at: null,
};
const user = (place: number, name: string): CoveredUser => ({
  place,
  name,
  fix: place === 0 ? "rotate" : "remove",
  title: "t",
  account_id: "111122223333",
  arn: `arn:aws:iam::111122223333:user/${name}`,
  kind: "human",
  owner: null,
  owner_from: null,
  risk_removed: 1.5,
  reversible: true,
  last_used_at: null,
  last_used_service: null,
  last_used_region: null,
});
const LIST: FixList = {
  snapshot_id: "s",
  as_of: "2026-01-01T00:00:00Z",
  by: "risk",
  fixes: [FIX, { ...FIX, fix: "remove" }],
  total_risk: 3,
  users: 2,
  more: 0,
  covered: async function* () {
    yield [user(0, "ann"), user(0, "bob")];
    yield [user(1, "ann")];
  },
};

test("a fix has the users it covers, in their order", async () => {
  const [rotate, remove] = lines(await rendered("ndjson", "fixes", LIST));
  expect(rotate.subjects).toEqual([
    "arn:aws:iam::111122223333:user/ann",
    "arn:aws:iam::111122223333:user/bob",
  ]);
  expect([remove.fix, remove.subjects]).toEqual(["remove", ["arn:aws:iam::111122223333:user/ann"]]);
});

test("a user of a fix is a row with the fix", async () => {
  const rows = lines(await rendered("ndjson", "fix_users", LIST));
  expect(rows.map(({ fix, arn }) => `${fix} ${arn.slice(-3)}`)).toEqual([
    "rotate ann",
    "rotate bob",
    "remove ann",
  ]);
  expect(rows[0]).not.toHaveProperty("name");
});

test("a group of an audit is a column of its rows", async () => {
  const parts = { failing: [1, 0, 0] as const, unknown: 0, pass: 3, notApplicable: 0 };
  const prevalence = [{ ...prevalenceOf(judged("user-unused"), parts), excepted: 0, excepted_assumed: 0 }];
  const head = { snapshot_id: "s", as_of: "", users: 1, with_exceptions: false, prevalence: [] };
  const audit = {
    ...head,
    coverage: { accounts: 1, complete: 1, incomplete: 0 },
    reports: { oldest: null, newest: null },
  };
  const groups = [
    { group: "2019", prevalence },
    { group: "2020", prevalence },
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
