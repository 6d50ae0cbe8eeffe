import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type DuckDBEngine, openDuckDB } from "../../engine/duckdb/open.js";
import { readHeader } from "./report-columns.js";
import { loadReports } from "./report-table.js";
import {
  ACCOUNT,
  csv,
  detail,
  inAccount,
  key,
  MANY,
  password,
  type ReportRow,
  root,
  user,
} from "./test-report.js";
import { readFiles } from "./test-support.js";

const SOURCES = { details: false, devices: false, fresh: false, scpsMayApply: null };
const ROWS: ReportRow[] = [
  root(),
  user("zoe", {
    ...password("2026-01-02T03:04:05+00:00"),
    ...key(1, "2026-02-01T00:00:00Z"),
    mfa_active: "true",
  }),
  user("ann", {
    ...key(1, "2021-01-01T00:00:00Z"),
    ...key(2, "2022-01-01T00:00:00Z", "2023-01-01T00:00:00Z"),
  }),
  user("ann", { arn: `arn:aws:iam::${ACCOUNT}:user/team/ann`, cert_2_active: "true" }),
  ...MANY,
  ...inAccount("000011112222", [user("last"), root({ mfa_active: "false" })]),
];

let folder: string;
let engine: DuckDBEngine;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "iamspect-"));
  engine = await openDuckDB({ threads: 2 });
});
afterAll(async () => {
  engine.close();
  await rm(folder, { recursive: true, force: true });
});

/** Reads one large report; tells how many users were left in the file that the engine made of it. */
async function inFile(text: string): Promise<number> {
  const path = join(folder, "report.csv");
  await writeFile(path, text);
  const file = { name: "report.csv", path, header: readHeader(text) ?? [], large: true };
  const options = { asOf: 1_795_392_000, events: false, folder, sources: SOURCES };
  const { rows } = await loadReports(engine, [file], options);
  const users = await rows.usersTable(SOURCES);
  await rows.drop();
  return users?.rows ?? 0;
}

describe("a large report is read by the engine", () => {
  const text = csv(ROWS);
  const users = ROWS.filter((row) => row.user !== "<root_account>").length;

  test.each([
    ["as AWS writes it", text],
    ["with CRLF", text.replaceAll("\n", "\r\n")],
    ["with quotes", text.replace(/arn:[^,]+zoe/, '"$&"')],
    ["with a fault, which is told later", text.replace(",true,", ",yes,")],
  ])("%s", async (_, content) => {
    expect(await inFile(content)).toBe(users);
  });

  test.each([
    ["blank lines", `${text}\n\n`],
    ["a row cut off", text.slice(0, -20)],
    ["an open quote", text.replace("\nzoe", '\n"zoe')],
    ["an ARN that names no user", text.replace("user/zoe", "role/zoe")],
    ["a root user under another name", text.replace("\n<root_account>", "\nroot")],
    ["a row of root that is none", text.replace("\n<root_account>,arn", "\n<root_account>;arn")],
    ["a row of root whose ARN is none", text.replace(`${ACCOUNT}:root`, `${ACCOUNT}:roots`)],
    ["a carriage return within a row", text.replace("user/zoe", "user/zo\re")],
  ])("but not one with %s", async (_, content) => {
    expect(await inFile(content)).toBe(0);
  });
});

test("both readers make the same of a report, and files of it and of others", async () => {
  const text = csv(ROWS);
  const bob = csv(inAccount("222233334444", [root(), user("bob")]));
  const read = await readFiles({ "a.csv": text });
  const split = await readFiles({ "a.csv": `${text}\n\n` });
  const both = await readFiles({ "a.csv": text, "b.csv": bob });
  const large = await readFiles({
    "a.csv": text,
    "b.csv": `${bob}\n${csv(MANY.map(toBob)).split("\n").slice(1).join("\n")}`,
  });
  expect(read.problems).toEqual([]);
  expect(split.tables).toEqual(read.tables);
  for (const reading of [both, large]) {
    const own = reading.users.filter(({ account_id }) => account_id !== "222233334444");
    expect(own).toEqual(read.users);
  }
  expect([read.users.length, both.users.length, large.users.length]).toEqual([
    MANY.length + 4,
    MANY.length + 5,
    2 * MANY.length + 5,
  ]);
  expect([read.roots.length, both.roots.length, large.roots.length]).toEqual([2, 3, 3]);
});

test("other evidence changes the users of a large report like those of any other", async () => {
  const details = {
    UserDetailList: [
      detail("zoe", { CreateDate: "2020-01-01T00:00:00Z" }),
      detail("user-7", { CreateDate: "2026-01-01T00:00:00Z", Tags: [{ Key: "made", Value: "anew" }] }),
      ...MANY.slice(100).map(({ user: name = "" }) => detail(name)),
    ],
  };
  const slots = {
    UserName: "zoe",
    Status: "Active",
    CreateDate: "2026-02-01T00:00:00Z",
    AccessKeyId: "AKIA1",
  };
  const others = {
    "details.json": JSON.stringify(details),
    [`${ACCOUNT}/access-keys.json`]: JSON.stringify({ AccessKeyMetadata: [slots] }),
    [`${ACCOUNT}/ssh.json`]: JSON.stringify({
      SSHPublicKeys: [{ UserName: "zoe", SSHPublicKeyId: "APKA1", Status: "Active" }],
    }),
  };
  const text = csv(ROWS);
  const large = await readFiles({ "a.csv": text, ...others });
  const split = await readFiles({ "a.csv": `${text}\n\n`, ...others });
  expect(large.tables).toEqual(split.tables);
  expect(large.notes).toEqual(split.notes);
  expect(large.notes.join()).toContain("102 users were deleted");
  expect(large.user("zoe")).toMatchObject({ in_report: true, in_account: true, access_key_1_id: "AKIA1" });
  expect(large.user("user-7")).toMatchObject({ in_report: false, tags: '{"made":"anew"}' });
  expect(large.tables.service_credentials).toHaveLength(1);
});

test.each([
  ["in equal rows is one", {}, true],
  ["in different rows is unknown", { mfa_active: "true" }, false],
])("a user who is there twice %s, in a large report too", async (_, change, known) => {
  const twin = { ...user("user-77"), ...change };
  const { users, problems } = await readFiles({ "a.csv": csv([...ROWS, twin]) });
  const found = users.filter(({ user_name }) => user_name === "user-77");
  expect(found.map(({ in_report }) => in_report)).toEqual([known]);
  expect(users.length).toBe(MANY.length + 4);
  expect(problems.length).toBe(known ? 0 : 2);
});

test("root that is there twice in a large report is unknown where the rows differ", async () => {
  const { roots, users } = await readFiles({ "a.csv": csv([...ROWS, root({ mfa_active: "false" })]) });
  expect(roots.map(({ mfa_active }) => mfa_active)).toEqual([false, null]);
  expect(users.length).toBe(MANY.length + 4);
});

function toBob(row: ReportRow): ReportRow {
  return inAccount("222233334444", [row])[0] ?? row;
}
