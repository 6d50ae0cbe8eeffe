import { describe, expect, test } from "vitest";
import { bind } from "./bind.js";
import { parseSelect, subjectTable } from "./select.js";

const text = (sql: string) =>
  new Map(
    [...parseSelect(sql, "x.sql").items].map(([name, tokens]) => [
      name,
      tokens
        .map((one) => one.text)
        .join("")
        .trim(),
    ]),
  );

describe("parseSelect", () => {
  test("takes columns apart at top-level commas only", () => {
    const items = text(
      "SELECT u.account_id, coalesce(u.a, f(u.b, 1)) AS x, CASE WHEN ',' = u.c THEN 1 END AS y FROM iam_users u",
    );
    expect([...items]).toEqual([
      ["account_id", "u.account_id"],
      ["x", "coalesce(u.a, f(u.b, 1))"],
      ["y", "CASE WHEN ',' = u.c THEN 1 END"],
    ]);
  });

  test("FROM inside parentheses, strings and comments is not the FROM", () => {
    const select = parseSelect(
      "SELECT (SELECT max(x) FROM t) AS m, ' FROM ' AS s, -- FROM nowhere\n 1 AS one FROM iam_users u JOIN accounts a ON a.account_id = u.account_id",
      "x.sql",
    );
    expect([...select.items.keys()]).toEqual(["m", "s", "one"]);
    expect([subjectTable(select), select.alias]).toEqual(["iam_users", "u"]);
  });

  test("casts keep their AS", () => {
    expect(text("SELECT CAST(u.a AS BIGINT) AS b FROM iam_users u").get("b")).toBe("CAST(u.a AS BIGINT)");
  });

  test.each([
    ["WITH x AS (SELECT 1) SELECT 1 AS a FROM x y", "must begin with SELECT"],
    ["SELECT 1 AS a", "has no FROM"],
    ["SELECT 1 FROM iam_users u", "needs AS and a name"],
    ["SELECT 1 AS a, 2 AS a FROM iam_users u", "two columns are called a"],
    ["SELECT 1 AS a FROM iam_users", "an alias"],
    ["SELECT 1 AS a FROM iam_users u WHERE u.mfa_active", "WHERE is not allowed"],
    ["SELECT 1 AS a FROM iam_users u LIMIT 3", "LIMIT is not allowed"],
    ["SELECT 1 AS a FROM iam_users u UNION ALL SELECT 2 FROM iam_users u", "UNION is not allowed"],
    ["SELECT 1 AS a FROM iam_users u; DROP TABLE x", "without ;"],
    ["SELECT 1 AS a FROM iam_users u) x CROSS JOIN (SELECT 1 AS b FROM t y", "parentheses do not match"],
  ])("%s is refused", (sql, message) => {
    expect(() => parseSelect(sql, "x.sql")).toThrow(message);
  });
});

describe("bind", () => {
  const tokens = parseSelect(
    "SELECT u.a < :limit AS a, ':limit' AS s, :word AS w FROM iam_users u",
    "x.sql",
  ).items;

  test("puts typed literals in, never into strings", () => {
    const values = new Map<string, string | number>([
      ["limit", 90],
      ["word", "it's"],
    ]);
    const bound = [...tokens.values()].map((one) => bind(one, { values, asOf: "u.as_of" }, "x.sql"));
    expect(bound).toEqual(["u.a < 90", "':limit'", "'it''s'"]);
  });

  test("the audit time is that of the row's account, and a credential's columns are what it has there", () => {
    const { items } = parseSelect(
      "SELECT c.active AND x.c.active AND c.a < :as_of AS a FROM credentials c",
      "x.sql",
    );
    const names = { values: new Map(), asOf: "u.as_of", credential: (name: string) => `u.key_${name}` };
    expect(bind(items.get("a") ?? [], names, "x.sql")).toBe(
      "u.key_active AND x.c.active AND u.key_a < u.as_of",
    );
  });

  test("a parameter without a value is an error, not NULL", () => {
    expect(() => bind(tokens.get("a") ?? [], { values: new Map(), asOf: "u.as_of" }, "x.sql")).toThrow(
      "not a parameter of the control",
    );
  });
});
