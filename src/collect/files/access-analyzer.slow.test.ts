import { expect, test } from "vitest";
import { type Files, pick, readFiles } from "./test-support.js";

const [MANAGEMENT, MEMBER] = ["111122223333", "444455556666"];

const analyzer = (type: string, status = "ACTIVE") => ({
  arn: `arn:aws:access-analyzer:eu-central-1:${MANAGEMENT}:analyzer/a`,
  name: `a-${type}`,
  type,
  status,
  createdAt: "2026-01-01T00:00:00Z",
});
const analyzers = (account: string, all: unknown[], region = "eu-central-1"): Files => ({
  [`${account}/${region}/access-analyzers.json`]: JSON.stringify({ analyzers: all }),
});
const alias = (account: string): Files => ({
  [`${account}/alias.json`]: JSON.stringify({ AccountAliases: [account] }),
});
const organization = (...ids: string[]): Files => ({
  "accounts.json": JSON.stringify({
    Accounts: ids.map((Id) => ({
      Id,
      Arn: `arn:aws:organizations::${MANAGEMENT}:account/o-exampleorgid/${Id}`,
      State: "ACTIVE",
    })),
  }),
});

async function rowsOf(files: Files) {
  const reading = await readFiles(files);
  return { reading, rows: reading.tables.access_analyzers ?? [] };
}

test("a row a Region, by what is active there", async () => {
  const { rows } = await rowsOf({
    ...analyzers(MEMBER, []),
    ...analyzers(MEMBER, [analyzer("ACCOUNT", "DISABLED"), analyzer("ACCOUNT_UNUSED_ACCESS")], "eu-west-1"),
    ...analyzers(MEMBER, [analyzer("ACCOUNT", "FAILED"), analyzer("ACCOUNT")], "us-east-1"),
  });
  const names = ["region", "analyzers", "external_access", "external_status", "unused_access"];
  expect(rows.map((row) => Object.values(pick(row, ...names)))).toEqual([
    ["eu-central-1", 0, false, null, false],
    ["eu-west-1", 2, false, "DISABLED", true],
    ["us-east-1", 2, true, null, false],
  ]);
});

test("an analyzer that cannot be read is not none", async () => {
  const { rows, reading } = await rowsOf({
    ...alias(MEMBER),
    ...analyzers(MEMBER, [analyzer("ACCOUNT"), { type: 7 }]),
  });
  expect(rows).toEqual([]);
  expect(reading.coverage(MEMBER, "access_analyzers").status).toBe("error");
});

test("the organization's analyzer, whoever has it, and only where it is; without it everybody must be read", async () => {
  const told = async (files: Files) =>
    (await rowsOf(files)).rows
      .filter(({ account_id: id }) => id === MEMBER)
      .map(({ organization_access: access }) => access);
  const list = organization(MANAGEMENT, MEMBER);
  const own = analyzers(MEMBER, []);
  expect(await told({ ...list, ...own, ...analyzers(MANAGEMENT, [analyzer("ORGANIZATION")]) })).toEqual([
    true,
  ]);
  expect(await told({ ...list, ...own, ...analyzers(MANAGEMENT, []) })).toEqual([false]);
  expect(await told({ ...list, ...own })).toEqual([null]);
  expect(
    await told({ ...list, ...own, ...analyzers(MANAGEMENT, [analyzer("ORGANIZATION")], "us-east-1") }),
  ).toEqual([null]);
  const { rows } = await rowsOf(own);
  expect(rows.map(({ organization_access: access }) => access)).toEqual([null]);
});
