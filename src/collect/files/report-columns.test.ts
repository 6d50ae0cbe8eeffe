import { describe, expect, test } from "vitest";
import { missingColumns, readHeader } from "./report-columns.js";
import { COLUMNS } from "./test-report.js";

const LIVE = COLUMNS.join(",");

describe("the header of a report", () => {
  test.each([
    ["as AWS writes it", LIVE],
    ["with rows behind it", `${LIVE}\n<root_account>,...`],
    ["with CRLF", `${LIVE}\r\nx`],
    ["with CR", `${LIVE}\rx`],
    ["in capitals and with blanks", LIVE.toUpperCase().replaceAll(",", " , ")],
    ["with every name in quotes", COLUMNS.map((name) => `"${name}"`).join(",")],
  ])("%s", (_, text) => {
    expect(readHeader(text)).toEqual(COLUMNS);
  });

  test("may hold columns of somebody else, whatever they are called", () => {
    const hostile = [
      '"; DROP TABLE report_rows; --"',
      `"a""b"`,
      "x'y",
      "",
      "user_name",
      "constructor",
      "__proto__",
    ];
    expect(readHeader(`${hostile.join(",")},user,arn`)).toEqual([
      "; drop table report_rows; --",
      'a"b',
      "x'y",
      "",
      "user_name",
      "constructor",
      "__proto__",
      "user",
      "arn",
    ]);
  });

  test.each([
    ["nothing", ""],
    ["one of its columns alone", "user\nann"],
    ["another table", "id,name,arn\n1,ann,x"],
    ["prose", "Dear user, the arn is attached"],
    ["JSON", '{"user": 1, "arn": 2}'],
    ["its names behind the first line", `\n${LIVE}`],
    ["semicolons", LIVE.replaceAll(",", ";")],
  ])("is not %s", (_, text) => {
    expect(readHeader(text)).toBeUndefined();
  });
});

describe("columns that are missed", () => {
  test("are none in a live report, and none in one from before keys told their use", () => {
    expect(missingColumns(COLUMNS)).toEqual([]);
    expect(missingColumns(COLUMNS.filter((name) => !/last_used_|next_rotation|cert/.test(name)))).toEqual([]);
  });

  test("are those on which verdicts rest", () => {
    expect(missingColumns(COLUMNS.filter((name) => !/mfa_active|access_key_2_active/.test(name)))).toEqual([
      "mfa_active",
      "access_key_2_active",
    ]);
    expect(missingColumns(["user", "arn"]).length).toBe(9);
  });
});
