import { expect, test } from "vitest";
import { schemaRows, TIME_COLUMNS } from "./query-schema.js";

test("every table with what it holds, and the columns of one with their meaning", () => {
  const tables = schemaRows(undefined);
  expect(tables.map(({ table }) => table)).toEqual(
    expect.arrayContaining(["iam_users", "findings", "credentials"]),
  );
  expect(tables.every(({ meaning }) => String(meaning).length > 10)).toBe(true);
  const columns = schemaRows("findings");
  expect(columns.map(({ column }) => column)).toEqual(
    expect.arrayContaining(["severity", "title", "reason"]),
  );
  expect(columns).toContainEqual(expect.objectContaining({ column: "since", type: "time (epoch seconds)" }));
  expect(schemaRows("iam_users").at(-1)).toMatchObject({ column: "as_of" });
});

test("a table that is not there has near names", () => {
  expect(() => schemaRows("iam_user")).toThrow(expect.objectContaining({ fix: 'Did you mean "iam_users"?' }));
});

test("columns of times are known by their names", () => {
  for (const name of ["created_at", "since", "aged_from", "as_of"]) expect(TIME_COLUMNS).toContain(name);
  for (const name of ["slot", "tier", "account_id"]) expect(TIME_COLUMNS).not.toContain(name);
});
