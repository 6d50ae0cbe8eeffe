import { expect, test } from "vitest";
import { loadControls } from "../assess/load.js";
import type { AuditedPrevalence } from "../model/results/audit.js";
import { aroundUsers } from "./around-users.js";

const controls = await loadControls();

function failing(id: string, fail: number, excepted = 0): AuditedPrevalence {
  const found = controls.find(({ declaration }) => declaration.id === id);
  if (found === undefined) throw new Error(id);
  const { severity, title } = found.declaration;
  const nothing = { pass: 0, unknown: 0, not_applicable: 0, assumed: 0, unknown_accounts: 0 };
  return {
    ...nothing,
    ...{ control_id: id, title, severity, fail, excepted, excepted_assumed: 0, population: fail },
    ...{ percent: null, percent_judged: null, percent_bounds: null, interval: null },
    ...{ tiers: [], labels: [], published: null },
  };
}

test("critical comes before high, the most before few; what is milder, excepted or a user's is not told", () => {
  const found = aroundUsers(controls, [
    failing("security-group-ssh", 2),
    failing("security-group-rdp", 9),
    failing("database-public", 1),
    failing("bucket-versioning", 50),
    failing("instance-imdsv2", 3, 3),
    failing("user-admin", 7),
  ]);
  expect(found.map(({ control_id, fail }) => [control_id, fail])).toEqual([
    ["database-public", 1],
    ["security-group-rdp", 9],
    ["security-group-ssh", 2],
  ]);
  expect(found[0]?.what).toMatch(/^Take away the public address/);
});

test("exceptions leave what is not excepted", () => {
  expect(aroundUsers(controls, [failing("security-group-ssh", 5, 2)])[0]?.fail).toBe(3);
});
