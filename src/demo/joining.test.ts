import { expect, test } from "vitest";
import type { Account } from "./accounts.js";
import { joinings } from "./joining.js";

const at = (date: string) => Date.parse(date) / 1000;

function account(id: string, role: "management" | "member"): Account {
  const membership = { orgId: "o-1", managementId: "111111111111", role };
  return { id, name: id, email: `${id}@example.com`, membership, userCount: 1 };
}

const ORGANIZATION = [account("111111111111", "management"), account("2", "member"), account("3", "member")];

test("older accounts were invited after the organization began, younger ones created in it", () => {
  const created = new Map([
    ["111111111111", at("2012-01-01")],
    ["2", at("2013-01-01")],
    ["3", at("2020-12-30")],
  ]);
  const joined = joinings(ORGANIZATION, created);
  const management = joined.get("111111111111");
  const invited = joined.get("2");
  expect(management?.method).toBe("INVITED");
  expect(management?.time).toBeGreaterThan(at("2017-02-27"));
  expect(invited?.method).toBe("INVITED");
  expect(invited?.time).toBeGreaterThan(management?.time ?? Number.NaN);
  expect(invited?.time).toBeLessThan(at("2021-01-24"));
  expect(joined.get("3")).toEqual({ method: "CREATED", time: at("2020-12-30") });
});

test("no organization begins before its management account", () => {
  const created = new Map([
    ["111111111111", at("2020-06-01")],
    ["2", at("2019-01-01")],
    ["3", at("2019-01-01")],
  ]);
  for (const { time, method } of joinings(ORGANIZATION, created).values()) {
    expect(method).toBe("INVITED");
    expect(time).toBeGreaterThan(at("2020-06-01"));
  }
});
