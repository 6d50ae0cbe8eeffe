import { describe, expect, test } from "vitest";
import { parseCondition } from "./condition.js";

const parse = (sql: string) => parseCondition(sql, "control.yaml: x", "iam_user");

describe("parseCondition", () => {
  test.each([
    "u.created_at > e.report_generated_at",
    "u.created_at < :as_of - 86400 * :max_age_days",
    "coalesce(e.scp, 'not_collected') <> 'ok' AND (a.org_role = 'member' OR m.scps_known)",
    "u.user_name LIKE 'a;b (SELECT' /* a comment */",
  ])("takes %s", (sql) => {
    const text = parse(sql)
      .map((token) => token.text)
      .join("");
    expect(text.trim()).toBe(sql.replace(/\/\*.*\*\//, "").trim());
  });

  test.each([
    ["", "empty"],
    ["-- nothing", "empty"],
    ["TRUE; DROP TABLE x", "may not contain ;"],
    ["EXISTS (SELECT 1)", "may not contain EXISTS"],
    ["u.arn IN (select arn from iam_users)", "may not contain select"],
    ["TRUE) OR (TRUE", ""],
    ["TRUE) FROM x", "may not contain FROM"],
    ["(TRUE", "parentheses"],
    ["TRUE))((", "parentheses"],
    ['"u"."created_at" > 0', 'quoted name, as "u"'],
    ["x.created_at > 0", "there is no x; there is u, m, p, a, e, c"],
    ["u.nothing > 0", "u has no column nothing"],
    ["r.arn = ''", "there is no r"],
  ])("refuses %j", (sql, why) => {
    if (why === "") expect(() => parse(sql)).toThrow(/parentheses/);
    else expect(() => parse(sql)).toThrow(why);
  });

  test("says where", () => {
    expect(() => parse("u.x")).toThrow(/^control\.yaml: x: u has no column x\.$/);
  });
});
