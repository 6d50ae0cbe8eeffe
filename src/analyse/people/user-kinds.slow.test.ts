import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type DuckDBEngine, openDuckDB } from "../../engine/duckdb/open.js";
import { literal } from "../../engine/sql.js";
import { kindOverrideSchema, UserKinds } from "./user-kinds.js";

const AS_OF = 1_800_000_000;
const DAY = 86_400;
let engine: DuckDBEngine;
beforeAll(async () => {
  engine = await openDuckDB({ threads: 1 });
});
afterAll(() => engine.close());

const BASE = {
  as_of: AS_OF,
  arn: "arn:aws:iam::111122223333:user/x",
  account_id: "111122223333",
  user_name: "x",
  path: "/",
  tags: "{}",
  password_enabled: false,
  password_last_used_at: null,
  mfa_active: false,
  has_active_key: false,
  access_key_1_active: false,
  access_key_1_last_used_at: null,
  access_key_1_last_used_service: null,
  access_key_2_active: false,
  access_key_2_last_used_at: null,
  access_key_2_last_used_service: null,
};
type Row = { [Name in keyof typeof BASE]?: string | number | boolean | null };

async function kindOf(row: Row, kinds?: UserKinds) {
  const used = kinds ?? (await UserKinds.load());
  const { kind, kind_signals: signals } = used.columns(engine.dialect);
  const columns = Object.entries({ ...BASE, ...row }).map(([name, value]) => `${literal(value)} AS ${name}`);
  const [found] = await engine.all(
    `SELECT ${kind} AS kind, ${signals} AS signals FROM (SELECT ${columns.join(", ")}, CAST([] AS VARCHAR[]) AS groups) u, (SELECT '{}' AS tags, '/' AS ou_path) a`,
  );
  return { kind: found?.kind, reasons: used.reasons(String(found?.signals)) };
}

const KEY = { has_active_key: true, access_key_1_active: true } as const;
const PERSON = { password_enabled: true, mfa_active: true, password_last_used_at: AS_OF - DAY } as const;

describe("people and machines are told apart", () => {
  test.each<[string, Row, string]>([
    ["a password, a device and a sign-in", PERSON, "human"],
    ["a password alone", { password_enabled: true }, "human"],
    ["a key and no password", KEY, "machine"],
    ["nothing that tells", {}, "unclear"],
    ["a name of a program with a key", { ...KEY, user_name: "svc-billing" }, "machine"],
    ["a name that consoles of AWS give", { user_name: "ses-smtp-user.20240101-120000" }, "machine"],
    ["a tag of any case", { ...PERSON, tags: '{"Type":"Service"}', user_name: "jenkins" }, "machine"],
    ["a tag that says person beats a key", { ...KEY, tags: '{"identity-type":"human"}' }, "human"],
    ["a path for people", { ...KEY, path: "/people/" }, "unclear"],
    [
      "an e-mail address as a name",
      { ...KEY, password_enabled: true, user_name: "ann.b@example.com" },
      "human",
    ],
    [
      "what is not known is no signal",
      { password_enabled: null, mfa_active: null, tags: null, path: null },
      "unclear",
    ],
  ])("%s", async (_, row, expected) => {
    expect((await kindOf(row)).kind).toBe(expected);
  });

  test("sign-ins and daily use count to the second", async () => {
    const signedIn = async (ago: number) =>
      (await kindOf({ password_enabled: true, password_last_used_at: AS_OF - ago })).reasons.map(
        ({ reason }) => reason,
      );
    expect(await signedIn(90 * DAY - 1)).toContain("it signed in to the console within 90 days");
    expect(await signedIn(90 * DAY)).not.toContain("it signed in to the console within 90 days");
  });

  test("each side is named with its reason", async () => {
    const { kind, reasons } = await kindOf({ ...KEY, password_enabled: true, user_name: "deploy" });
    expect(kind).toBe("unclear");
    expect(reasons).toEqual([
      { kind: "machine", reason: "its name is one of a program" },
      { kind: "human", reason: "it has a console password" },
    ]);
  });
});

describe("iamspect.yaml overrides", () => {
  const overrides = [
    { kind: "human", name: "x" },
    { kind: "machine", path: ["/"] },
  ].map((one) => kindOverrideSchema.parse(one));

  test("the first entry that fits decides, and says so", async () => {
    const kinds = await UserKinds.load(overrides);
    expect(await kindOf(KEY, kinds)).toEqual({
      kind: "human",
      reasons: [{ kind: "human", reason: "iamspect.yaml says so (users[0])" }],
    });
    expect((await kindOf({ ...PERSON, user_name: "y" }, kinds)).kind).toBe("machine");
  });

  test("an entry that asks nothing is an error", () => {
    expect(kindOverrideSchema.safeParse({ kind: "human" }).error?.issues[0]?.message).toContain(
      "says of no user",
    );
    expect(kindOverrideSchema.safeParse({ kind: "robot", name: "x" }).success).toBe(false);
  });
});
