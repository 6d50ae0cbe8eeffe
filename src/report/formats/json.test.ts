import { expect, test } from "vitest";
import type { DiffResult } from "../../model/results/diff.js";
import type { ScenarioOutcome } from "../../model/results/explanation.js";
import { AUDITED, batches, RECORDS, rendered } from "./test-render.js";

test("a list is one array with a line for each member, also when it is empty", async () => {
  const text = await rendered("json", "rows", batches(RECORDS));
  expect(JSON.parse(text)).toEqual(RECORDS);
  expect(text.split("\n")).toHaveLength(RECORDS.length + 3);
  expect(await rendered("json", "rows", batches())).toBe("[]\n");
});

test("an audit has its groups only where it was asked for them", async () => {
  const audit = {
    snapshot_id: "s",
    as_of: "2026-01-01T00:00:00Z",
    coverage: { accounts: 1, complete: 1, incomplete: 0 },
    reports: { oldest: null, newest: null },
    users: 3,
    prevalence: [],
    with_exceptions: false,
    by: undefined,
    groups: [],
    ...AUDITED,
  };
  const members = ["snapshot_id", "as_of", "coverage", "reports", "prevalence"];
  const later = ["judged", "changes", "first", "settings"];
  expect(Object.keys(JSON.parse(await rendered("json", "audit", audit)))).toEqual([...members, ...later]);
  const grouped = JSON.parse(await rendered("json", "audit", { ...audit, by: "year" }));
  expect(Object.keys(grouped)).toEqual([...members, "by", "groups", ...later]);
});

test("what doctor found is complete where nothing is missing", async () => {
  const check = { about: "machine", account_id: null, check: "node", missing: [], detail: "" } as const;
  const found = async (status: "ok" | "error") =>
    JSON.parse(await rendered("json", "doctor", { checks: [{ ...check, status }], policies: [] }));
  expect((await found("ok")).complete).toBe(true);
  expect((await found("error")).complete).toBe(false);
});

test("one scenario is its result, several are a list with their ids", async () => {
  const path = { verdict: "enforced", by: ["scp"], robust: true } as const;
  const result = {
    console: path,
    key: path,
    claimable: false,
    warnings: [],
    missing_evidence: [],
    privilege: null,
  };
  const outcome: ScenarioOutcome = { id: "a", title: "t", result, effective_mfa: null, unmet: [] };
  expect(JSON.parse(await rendered("json", "scenarios", [outcome]))).toEqual({ ...result, roles: [] });
  const two = JSON.parse(await rendered("json", "scenarios", [outcome, { ...outcome, id: null }]));
  expect(two).toEqual([
    { id: "a", ...result, roles: [] },
    { id: null, ...result, roles: [] },
  ]);
});

test("the findings of a diff are its last member, whole JSON also where there is none", async () => {
  const name = { snapshot_id: "s", as_of: "2026-01-01T00:00:00Z" };
  const nothing = () => (async function* () {})();
  const diff: DiffResult = {
    before: name,
    after: name,
    controls: [],
    not_compared: [],
    first: nothing,
    findings: nothing,
  };
  expect(JSON.parse(await rendered("json", "diff", diff))).toEqual({
    before: name,
    after: name,
    controls: [],
    not_compared: [],
    findings: [],
  });
});

test("a trend has for each control what is open since when", async () => {
  const control = {
    control_id: "a",
    title: "t",
    severity: "low",
    points: [],
    burn_down: null,
    time_to_fix: null,
  };
  const months = [{ month: "2026-01", began: 2, open: 2 }];
  const past = [{ control_id: "a", months, since_unknown: 1 }];
  const trend = JSON.parse(await rendered("json", "trend", { controls: [control], past, target: undefined }));
  expect(trend.target).toBeNull();
  expect(trend.controls[0].open_since).toEqual({ months, since_unknown: 1 });
});
