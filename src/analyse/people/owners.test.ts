import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type DuckDBEngine, openDuckDB } from "../../engine/duckdb/open.js";
import { literal } from "../../engine/sql.js";
import {
  accountOwnerColumns,
  DEFAULT_OWNERS,
  type OwnerRule,
  ownerColumns,
  ownerRuleSchema,
} from "./owners.js";

let engine: DuckDBEngine;
beforeAll(async () => {
  engine = await openDuckDB({ threads: 1 });
});
afterAll(() => engine.close());

interface Facts {
  readonly tags?: object | null;
  readonly path?: string;
  readonly groups?: readonly string[];
  readonly name?: string | null;
  readonly alias?: string | null;
  readonly ou_path?: string | null;
  readonly account_tags?: object | null;
}

function source(facts: Facts): string {
  const text = (value: object | null | undefined) => literal(value ? JSON.stringify(value) : null);
  const { name = "shop", alias = null, ou_path: unit = "/Workloads/Prod", path = "/", groups = [] } = facts;
  return (
    `(SELECT '111122223333' AS account_id, 'arn:aws:iam::111122223333:user/ann' AS arn, 'ann' AS user_name,` +
    ` ${literal(path)} AS path, CAST(${literal(groups)} AS VARCHAR[]) AS groups, ${text(facts.tags)} AS tags) u,` +
    ` (SELECT '111122223333' AS account_id, ${literal(name)} AS name, ${literal(alias)} AS alias, ${literal(unit)} AS ou_path,` +
    ` ${text(facts.account_tags)} AS tags) a`
  );
}

async function ownerOf(rules: readonly OwnerRule[], facts: Facts = {}) {
  const { owner, owner_from: from } = ownerColumns(rules, engine.dialect);
  const [row] = await engine.all(`SELECT ${owner} AS owner, ${from} AS origin FROM ${source(facts)}`);
  return [row?.owner ?? null, row?.origin ?? null];
}

const rules = (...all: object[]) => all.map((one) => ownerRuleSchema.parse(one));

describe("an owner", () => {
  test.each<[string, object, Facts, (string | null)[]]>([
    [
      "of a tag, its key however it is written",
      { from: "tag", key: "owner" },
      { tags: { Owner: "Data" } },
      ["Data", "tag owner"],
    ],
    [
      "of the first tag that is there",
      { from: "tag", key: ["owner", "team"] },
      { tags: { team: "web" } },
      ["web", "tag team"],
    ],
    ["of no tag", { from: "tag", key: "owner" }, { tags: { owner: "" } }, [null, null]],
    [
      "of a tag of the account",
      { from: "account_tag", key: "owner" },
      { account_tags: { owner: "it" } },
      ["it", "account tag owner"],
    ],
    [
      "of a group",
      { from: "group", pattern: "team-*" },
      { groups: ["x", "team-web", "team-data"] },
      ["data", "group team-*"],
    ],
    ["of no group", { from: "group", pattern: "team-*" }, { groups: ["x"] }, [null, null]],
    ["of the path", { from: "path", segment: 2 }, { path: "/team/web/" }, ["web", "path segment 2"]],
    ["of a shorter path", { from: "path", segment: 2 }, { path: "/team/" }, [null, null]],
    ["of the unit", { from: "organizational_unit", levels: 1 }, {}, ["/Workloads", "organizational unit"]],
    [
      "of two levels of units",
      { from: "organizational_unit", levels: 3 },
      {},
      ["/Workloads/Prod", "organizational unit"],
    ],
    ["of the root unit", { from: "organizational_unit" }, { ou_path: "/" }, [null, null]],
    ["of the account by name", { from: "account" }, {}, ["shop", "account"]],
    ["of the account by alias", { from: "account" }, { name: "", alias: "shop-1" }, ["shop-1", "account"]],
    ["of the account by id", { from: "account" }, { name: null }, ["111122223333", "account"]],
    ["that is named", { owner: "ops", account: "1111*" }, {}, ["ops", "owners[0]"]],
    ["that is named for others", { owner: "ops", name: "bob" }, {}, [null, null]],
  ])("%s", async (_, rule, facts, expected) => {
    expect(await ownerOf(rules(rule), facts)).toEqual(expected);
  });

  test("the first rule that gives one decides; without rules there is the default, and with none nobody", async () => {
    const both = rules({ from: "tag", key: "owner" }, { owner: "ops", organizational_unit: "/Workloads" });
    expect(await ownerOf(both, { tags: { owner: "data" } })).toEqual(["data", "tag owner"]);
    expect(await ownerOf(both)).toEqual(["ops", "owners[1]"]);
    expect(await ownerOf(DEFAULT_OWNERS)).toEqual(["shop", "account"]);
    expect(await ownerOf([])).toEqual([null, null]);
  });
});

test("an account has an owner by the rules that do not ask of users", async () => {
  const all = rules(
    { from: "tag", key: "owner" },
    { owner: "x", name: "ann" },
    { owner: "ops", account: "1111*" },
  );
  const { owner, owner_from: from } = accountOwnerColumns(all, engine.dialect);
  const [row] = await engine.all(
    `SELECT ${owner} AS owner, ${from} AS origin FROM (SELECT '111122223333' AS account_id, NULL AS ou_path, '{}' AS tags, 'n' AS name, NULL AS alias) a`,
  );
  expect([row?.owner, row?.origin]).toEqual(["ops", "owners[2]"]);
});

test("rules that say nothing are errors", () => {
  for (const bad of [
    { owner: "x" },
    { owner: "", name: "a" },
    { from: "tag" },
    { from: "group", pattern: "team" },
    { from: "moon" },
  ]) {
    expect(ownerRuleSchema.safeParse(bad).success).toBe(false);
  }
});
