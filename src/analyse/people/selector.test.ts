import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type DuckDBEngine, openDuckDB } from "../../engine/duckdb/open.js";
import { type Selector, selectorSql } from "./selector.js";

let engine: DuckDBEngine;
beforeAll(async () => {
  engine = await openDuckDB({ threads: 1 });
  await engine.run(
    `CREATE TABLE iam_users AS SELECT * FROM (VALUES
      ('111122223333', 'arn:aws:iam::111122223333:user/svc/ETL-load', 'ETL-load', '/svc/', ['Apps', 'data-eng'], '{"Team":"Data"}'),
      ('111122223333', 'arn:aws:iam::111122223333:user/ann_b', 'ann_b', '/', CAST([] AS VARCHAR[]), '{}'),
      ('444455556666', 'arn:aws:iam::444455556666:user/annxb', 'annxb', '/', NULL, NULL)
    ) t(account_id, arn, user_name, path, groups, tags)`,
  );
  await engine.run(
    `CREATE TABLE accounts AS SELECT * FROM (VALUES
      ('111122223333', '/Workloads/Prod', '{"owner":"platform"}'), ('444455556666', '/Work', NULL)
    ) t(account_id, ou_path, tags)`,
  );
});
afterAll(() => engine.close());

async function chosen(selector: Selector): Promise<unknown[]> {
  const rows = await engine.all(
    `SELECT u.user_name FROM iam_users u JOIN accounts a ON a.account_id = u.account_id WHERE ${selectorSql(selector, engine.dialect)} ORDER BY 1`,
  );
  return rows.map((row) => row.user_name);
}

describe("a selector", () => {
  test.each<[string, Selector, string[]]>([
    ["a name in letters of any case", { name: ["etl-*"] }, ["ETL-load"]],
    ["? is one character, and _ is only itself", { name: ["ann?b"] }, ["ann_b", "annxb"]],
    ["a whole name", { name: ["ann_b"] }, ["ann_b"]],
    ["one of several", { name: ["annxb", "etl*"] }, ["ETL-load", "annxb"]],
    ["a path", { path: ["/svc/*"] }, ["ETL-load"]],
    ["an ARN", { arn: ["arn:aws:iam::444455556666:user/*"] }, ["annxb"]],
    ["a group by itself", { group: ["data-*"] }, ["ETL-load"]],
    ["not across two groups", { group: ["apps*eng"] }, []],
    ["a tag, its key in letters of any case", { tag: { team: ["data"] } }, ["ETL-load"]],
    ["a tag of the account", { account_tag: { Owner: ["plat*"] } }, ["ETL-load", "ann_b"]],
    ["an account", { account: ["4444*"] }, ["annxb"]],
    ["a unit and those below it", { organizational_unit: ["/Workloads"] }, ["ETL-load", "ann_b"]],
    ["not a unit whose name only begins alike", { organizational_unit: ["/Work"] }, ["annxb"]],
    ["all members must fit", { path: ["/"], account: ["111122223333"] }, ["ann_b"]],
    ["nothing fits everybody only because it asks nothing", {}, []],
  ])("%s", async (_, selector, expected) => {
    expect(await chosen(selector)).toEqual(expected);
  });

  test("takes hostile patterns and keys as they are", async () => {
    for (const text of ["'; DROP TABLE iam_users; --", "%", "_", "!", "\\", "'", "a\0b", "/~/"]) {
      expect(await chosen({ name: [text] })).toEqual([]);
      expect(await chosen({ group: [`${text}*`] })).toEqual([]);
      expect(await chosen({ tag: { [text]: [text] } })).toEqual([]);
    }
  });
});
