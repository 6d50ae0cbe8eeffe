import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeDerivedTables } from "../derive/derive-snapshot.js";
import { hasNoPolicies, viewsWithoutPolicies } from "../derive/without-policies.js";
import { type DuckDBEngine, openDuckDB } from "../engine/duckdb/open.js";
import { openStage, type Stage } from "../lake/stage.js";
import { fillTables } from "./case-tables.js";

let engine: DuckDBEngine;
let folder: string;
let stage: Stage;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "iamspect-"));
  stage = await openStage(join(folder, "lake"));
  engine = await openDuckDB({ threads: 1 });
});
afterAll(async () => {
  engine.close();
  await rm(folder, { recursive: true, force: true });
});

const flag = fc.constantFrom(true, false, null);
const credential = fc.constantFrom(
  {},
  { kind: "ssh_public_key", active: true },
  { kind: "ssh_public_key", active: false },
  { kind: "signing_certificate", active: true },
  { kind: "service_specific_credential", service: "codecommit.amazonaws.com", active: true },
  { kind: "service_specific_credential", active: true },
);
const user = fc.record({
  account_id: fc.constantFrom("111111111111", "222222222222", "333333333333"),
  created_at: fc.constantFrom(null, 5),
  password_enabled: flag,
  password_last_changed_at: fc.constantFrom(null, 7),
  mfa_active: flag,
  mfa_kind: fc.constantFrom("virtual", "fido", "hardware", null),
  access_key_1_active: flag,
  access_key_1_created_at: fc.constantFrom(null, 6),
  access_key_2_active: flag,
  user_id: fc.constantFrom(null, "AIDA1"),
  credential,
});

/** What the policy engine says of users without policies, the views must say: they stand for it. */
test("the views say what the policy engine would", { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(user, { minLength: 1, maxLength: 30 }),
      fc.array(flag, { minLength: 3, maxLength: 3 }),
      async (users, scps) => {
        const accounts = ["111111111111", "222222222222", "333333333333"].map((account_id, index) => ({
          account_id,
          partition: "aws",
          scps_may_apply: scps[index] ?? null,
          org_role: scps[index] === false ? "standalone" : "unknown",
        }));
        const iam_users = users.map(({ credential: _, ...one }, index) => {
          // A kind is of a device, and where one is registered it is told.
          const mfa_kind = one.mfa_active === true ? one.mfa_kind : null;
          return {
            ...one,
            mfa_kind,
            arn: `arn:aws:iam::${one.account_id}:user/u${index}`,
            user_name: `u${index}`,
          };
        });
        const listed = iam_users.flatMap(({ account_id, arn, user_name }, index) => {
          const known = users[index]?.credential ?? {};
          return "kind" in known
            ? [{ account_id, user_arn: arn, user_name, credential_id: `APKA${index}`, ...known }]
            : [];
        });
        await fillTables(engine, { accounts, iam_users, service_credentials: listed }, "property", 9);
        expect(await hasNoPolicies(engine)).toBe(true);
        const views = viewsWithoutPolicies();
        const read = async (from: (name: string) => string) => [
          await engine.all(`SELECT * EXCLUDE (assessment_key) FROM ${from("effective_mfa")} ORDER BY arn`),
          await engine.all(`SELECT * EXCLUDE (assessment_key) FROM ${from("privilege")} ORDER BY arn`),
          await engine.all(`SELECT * FROM ${from("policy_grants")}`),
        ];
        const viewed = await read((name) => `(${views[name]})`);
        const files = await makeDerivedTables(engine, stage, {
          snapshot_id: "",
          as_of: "1970-01-01T00:00:09Z",
        });
        const made = await read(
          (name) => `(SELECT *, CAST(9 AS BIGINT) AS as_of FROM read_parquet('${files(name)}'))`,
        );
        expect(viewed).toEqual(made);
      },
    ),
    { numRuns: 15 },
  );
});

test("a policy, or a listing without any, is something to read", async () => {
  const accounts = [{ account_id: "111111111111", partition: "aws" }];
  const listing = (kind: string, status: string) => ({ account_id: "111111111111", kind, status });
  for (const [rows, none] of [
    [
      {
        accounts,
        coverage: [listing("authorization_details", "denied"), listing("credential_report", "ok")],
      },
      true,
    ],
    [{ accounts, coverage: [listing("authorization_details", "ok")] }, false],
    [
      { accounts, org_policies: [{ org_id: "o-1", policy_id: "p-1", type: "SERVICE_CONTROL_POLICY" }] },
      false,
    ],
  ] as const) {
    await fillTables(engine, rows as unknown as Parameters<typeof fillTables>[1], "test", 9);
    expect(await hasNoPolicies(engine)).toBe(none);
  }
});
