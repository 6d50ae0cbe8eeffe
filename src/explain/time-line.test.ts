import { afterAll, beforeAll, expect, test } from "vitest";
import { fillTables } from "../assess/case-tables.js";
import { openCredentials } from "../assess/open-picture.js";
import { type DuckDBEngine, openDuckDB } from "../engine/duckdb/open.js";
import { timeLine } from "./time-line.js";

const ACCOUNT = "111122223333";
const ARN = `arn:aws:iam::${ACCOUNT}:user/ann`;
const NOTHING = { password_enabled: false, access_key_1_active: false, access_key_2_active: false };
type Row = Readonly<Record<string, string | number | boolean | null>>;

let engine: DuckDBEngine;
beforeAll(async () => {
  engine = await openDuckDB({ threads: 1 });
});
afterAll(() => engine.close());

async function lineOf(user: Row, others: readonly Row[] = []) {
  const iam_users = [{ account_id: ACCOUNT, arn: ARN, ...user }];
  const service_credentials = others.map((one) => ({ account_id: ACCOUNT, user_arn: ARN, ...one }));
  await fillTables(engine, { iam_users, service_credentials }, "test", 0);
  await openCredentials(engine);
  return await timeLine(engine, ACCOUNT, ARN);
}

const names = async (user: Row) => (await lineOf(user)).map(({ kind, slot, state }) => [kind, slot, state]);

test("a user without credentials has none", async () => {
  expect(await lineOf(NOTHING)).toEqual([]);
});

test("the oldest comes first, whatever its slot; what has no date comes last", async () => {
  const user = {
    password_enabled: true,
    password_last_changed_at: null,
    access_key_1_active: true,
    access_key_1_created_at: 300,
    access_key_2_active: false,
    access_key_2_created_at: 100,
    certificate_1_active: true,
    certificate_1_created_at: 200,
  };
  expect(await names({ ...NOTHING, ...user })).toEqual([
    ["access_key", 2, "inactive"],
    ["signing_certificate", 1, "active"],
    ["access_key", 1, "active"],
    ["password", null, "active"],
  ]);
});

test("what is not known is said to be unknown, never left out", async () => {
  const user = { password_enabled: null, access_key_1_active: null, access_key_2_active: null };
  expect(await names({ ...NOTHING, ...user })).toEqual([
    ["password", null, "unknown"],
    ["access_key", 1, "unknown"],
    ["access_key", 2, "unknown"],
  ]);
});

test("service credentials are there once: certificates come from the report's columns", async () => {
  const others = [
    { kind: "signing_certificate", active: true, created_at: 5 },
    { kind: "ssh_public_key", credential_id: "APKA1", active: false, created_at: 7 },
    {
      kind: "service_specific_credential",
      credential_id: "ACCA1",
      service: "codecommit.amazonaws.com",
      active: true,
      created_at: 6,
      expires_at: 9,
    },
  ];
  const user = { ...NOTHING, certificate_2_active: true, certificate_2_created_at: 5 };
  expect(
    (await lineOf(user, others)).map((one) => [
      one.kind,
      one.slot,
      one.credential_id,
      one.service,
      one.expires_at,
    ]),
  ).toEqual([
    ["signing_certificate", 2, null, null, null],
    ["service_specific_credential", null, "ACCA1", "codecommit.amazonaws.com", "1970-01-01T00:00:09Z"],
    ["ssh_public_key", null, "APKA1", null, null],
  ]);
});
