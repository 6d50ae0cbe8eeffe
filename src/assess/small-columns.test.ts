import { describe, expect, test } from "vitest";
import type { Control } from "./control.js";
import type { Run } from "./run.js";
import { parseSelect } from "./select.js";
import { smallColumns } from "./small-columns.js";

/** A run of a control with this query; what is not looked at is left out. */
function runOf(fails: string, from = "iam_users u"): Run {
  const select = parseSelect(
    `SELECT u.account_id, u.arn AS subject_arn, TRUE AS applies, ${fails} AS fails FROM ${from}`,
    "here",
  );
  return { control: { select } as Control, set: { values: new Map(), scope: { except: [] } } as never };
}
const columns = (fails: string, from?: string) => smallColumns([runOf(fails, from)], fails);

describe("columns with few values", () => {
  test("flags and counts are", () => {
    expect(columns("u.mfa_active AND u.active_keys > 1 OR NOT u.mfa_active")).toEqual([
      "active_keys",
      "mfa_active",
    ]);
  });

  test.each([
    ["times are not", "u.created_at < 5"],
    ["texts are not", "u.user_name = 'x'"],
    ["what is not of the table is not", "u.nothing"],
    ["a constant needs none", "TRUE"],
  ])("%s", (_, fails) => {
    expect(columns(fails)).toBeUndefined();
  });

  test.each([
    ["without the alias", "u.mfa_active AND password_enabled"],
    ["in other letters", "U.mfa_active"],
    ["in capitals", "u.MFA_ACTIVE"],
    ["with spaces", "u . mfa_active"],
    ["in quotes", 'u."mfa_active"'],
  ])("a column that is written %s is not recognised, so nothing is concluded", (_, fails) => {
    expect(columns(fails)).toBeUndefined();
  });

  test("rows that come from more than one table are not counted first", () => {
    const joined = "iam_users u LEFT JOIN accounts a ON a.account_id = u.account_id";
    expect(columns("u.mfa_active", joined)).toBeUndefined();
  });

  test("one run that is not plain spoils all", () => {
    const runs = [runOf("u.mfa_active"), runOf("mfa_active")];
    expect(smallColumns(runs, "u.mfa_active")).toBeUndefined();
  });
});
