import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { fillTables } from "../../assess/case-tables.js";
import type { Case } from "../../assess/cases.js";
import { frameworkControls } from "../../assess/framework.js";
import { loadControls } from "../../assess/load.js";
import { unlistedOf } from "../../assess/missing-evidence.js";
import { planJudging } from "../../assess/plan.js";
import { countVerdicts } from "../../assess/tally.js";
import { type DuckDBEngine, openDuckDB } from "../../engine/duckdb/open.js";
import type { ControlTuning } from "../../model/results/tuning.js";
import { loadBreakGlass } from "../people/break-glass.js";
import { UserKinds } from "../people/user-kinds.js";
import { loadEvidencePitfalls } from "./evidence-pitfalls.js";
import { loadUserGroups } from "./groups.js";
import { tuneControls } from "./tune-controls.js";
import type { TuneData } from "./tune-table.js";

const AS_OF = Date.UTC(2026, 0, 1) / 1000;
const DAY = 86_400;
const ACCOUNT = "111122223333";
const controls = await loadControls();

let engine: DuckDBEngine;
let data: TuneData;
beforeAll(async () => {
  engine = await openDuckDB({ threads: 1 });
  data = {
    kinds: await UserKinds.load(),
    groups: await loadUserGroups(await loadBreakGlass()),
    pitfalls: await loadEvidencePitfalls(),
  };
});
afterAll(() => engine.close());

type Row = Case["rows"][string][number];

/** A user whose key is so many days old. */
function user(name: string, keyDays: number, more: Row = {}): Row {
  return {
    account_id: ACCOUNT,
    arn: `arn:aws:iam::${ACCOUNT}:user/${name}`,
    user_name: name,
    path: "/",
    created_at: AS_OF - 2000 * DAY,
    password_enabled: false,
    access_key_1_active: true,
    access_key_1_created_at: AS_OF - keyDays * DAY - 1,
    access_key_1_last_used_at: AS_OF - DAY,
    access_key_2_active: false,
    in_report: true,
    scps_may_apply: false,
    ...more,
  };
}

const second = (days: number): Row => ({
  access_key_2_active: true,
  access_key_2_created_at: AS_OF - days * DAY,
  access_key_2_last_used_at: AS_OF - DAY,
});

function coverage(kind: string, more: Row = {}): Row {
  return { account_id: ACCOUNT, kind, status: "ok", ...more };
}

const USERS = [
  user("app-1", 100),
  user("app-2", 200),
  user("app-3", 400),
  user("ann@example.com", 100, {
    password_enabled: true,
    password_last_used_at: AS_OF - DAY,
    mfa_active: true,
  }),
  user("breakglass", 100),
  user("fresh", 10, { created_at: AS_OF - 10 * DAY }),
  user("turning-1", 500, second(5)),
  user("turning-2", 500, second(29)),
  user("double", 500, second(100)),
  user("idle", 300, { access_key_1_last_used_at: null }),
];
const ROWS: Case["rows"] = {
  accounts: [{ account_id: ACCOUNT, org_role: "standalone" }],
  iam_users: USERS,
  privilege: USERS.map(({ arn = null }) => ({
    account_id: ACCOUNT,
    arn,
    tier_mfa: String(arn).endsWith("app-2") ? "admin" : "read",
    scps_known: true,
    policies_known: true,
  })),
  effective_mfa: USERS.map(({ arn = null, password_enabled = null }) => ({
    account_id: ACCOUNT,
    arn,
    password_enabled,
    device_registered: true,
    scps_known: true,
    policies_known: true,
  })),
  coverage: [
    coverage("credential_report", { generated_at: AS_OF - 3600 }),
    coverage("authorization_details"),
  ],
};

beforeEach(async () => {
  await fillTables(engine, ROWS, "test", AS_OF);
});

async function tune(id: string, settings: Parameters<typeof planJudging>[1] = []): Promise<ControlTuning> {
  const own = controls.filter(({ declaration }) => declaration.id === id);
  const [found] = await tuneControls(engine, planJudging(own, settings), data);
  if (found === undefined) throw new Error(`no ${id}`);
  return found;
}

const at = ({ tried }: ControlTuning, parameter: string, value: unknown) =>
  tried.find(({ settings }) => settings[parameter] === value);

describe("tuneControls", () => {
  test("counts each setting as an audit with it would", async () => {
    for (const control of controls) {
      const { id } = control.declaration;
      const tuning = await tune(id);
      const absent = (await unlistedOf(engine, control.entity)).length;
      for (const { settings, ...counts } of tuning.tried) {
        const given = Object.entries(settings).map(([parameter, value]) => ({
          control: id,
          parameter,
          value,
          origin: "test",
        }));
        const { runs } = planJudging([control], given);
        const [tally] = await countVerdicts(engine, runs, "none");
        expect([id, settings, counts.fail, counts.pass, counts.unknown]).toEqual([
          id,
          settings,
          tally?.fail,
          tally?.pass,
          (tally?.unknown ?? 0) + absent,
        ]);
      }
    }
  });

  test("tells whom a looser limit drops, and that it is not safe", async () => {
    const rotation = await tune("user-key-rotation");
    expect(at(rotation, "max_age_days", 90)).toMatchObject({ current: true, fail: 9, adds: 0 });
    expect(at(rotation, "max_age_days", 120)?.drops).toMatchObject({
      subjects: 3,
      kinds: { human: 1, machine: 2 },
      groups: [{ id: "break-glass", subjects: 1 }],
      safe: "no",
    });
    expect(at(rotation, "max_age_days", 365)?.drops.groups.map(({ id, subjects }) => [id, subjects])).toEqual(
      [
        ["privileged", 1],
        ["break-glass", 1],
        ["idle", 1],
      ],
    );
    expect(at(rotation, "max_age_days", 365)?.looser_than.map(({ subjects }) => subjects)).toEqual([5, 5]);
    expect(rotation.recommendation).toMatchObject({ settings: { max_age_days: 90 }, changes: false });
  });

  test("recommends to tolerate rotations, and holds to it once that is set", async () => {
    const keys = await tune("user-single-active-key");
    expect(keys.failing.groups).toContainEqual({ id: "rotating", title: "possible rotations", subjects: 2 });
    const wanted = { tolerate_rotation: true, rotation_window_days: 30 };
    expect(keys.recommendation).toMatchObject({ settings: wanted, changes: true });
    expect(keys.recommendation?.reason).toContain("looser than CIS 5.0 1.12, by which 2 more subjects fail");
    const settings = Object.entries(wanted).map(([parameter, value]) => ({
      control: "user-single-active-key",
      parameter,
      value,
      origin: "test",
    }));
    expect((await tune("user-single-active-key", settings)).recommendation).toMatchObject({
      settings: wanted,
      changes: false,
    });
  });

  test("a limit that is looser than every standard is to be the standard's again", async () => {
    const settings = [
      { control: "user-key-rotation", parameter: "max_age_days", value: 365, origin: "test" },
    ];
    const { recommendation } = await tune("user-key-rotation", settings);
    expect(recommendation).toMatchObject({ settings: { max_age_days: 90 }, changes: true });
    expect(recommendation?.reason).toContain("5 more subjects fail by CIS 5.0 1.13 and Security Hub IAM.3");
  });

  test("under a framework's names too", async () => {
    const own = await frameworkControls("aws-config", controls);
    const found = await tuneControls(engine, planJudging(own, []), data);
    const rotated = found.find(({ control_id: id }) => id === "access-keys-rotated");
    expect(rotated?.tried.map(({ settings }) => settings.maxAccessKeyAge)).toContain(365);
    expect(rotated?.pitfalls.map(({ text }) => text)).toContainEqual(expect.stringContaining("never used"));
  });

  test("an account of which nothing is known is one unknown, as in an audit; without any user there is nothing else", async () => {
    await fillTables(
      engine,
      {
        accounts: [{ account_id: ACCOUNT, org_role: "standalone" }],
        coverage: [coverage("credential_report", { status: "denied" })],
      },
      "test",
    );
    const rotation = await tune("user-key-rotation");
    expect(rotation.tried.every(({ fail, pass, unknown }) => fail + pass === 0 && unknown === 1)).toBe(true);
    expect(rotation.pitfalls).toEqual([]);
    expect(rotation.recommendation).toMatchObject({ changes: false });
  });
});

describe("pitfalls in this data", () => {
  const texts = ({ pitfalls }: ControlTuning) => pitfalls.map(({ text, verdicts }) => [text, verdicts]);

  async function with_(rows: Case["rows"]): Promise<void> {
    await fillTables(engine, { ...ROWS, ...rows }, "test", AS_OF);
  }

  test("none of the evidence where it is fresh and whole", async () => {
    expect(texts(await tune("user-key-at-setup"))).toEqual([]);
  });

  test("a report of more than four hours before the audit, to the second", async () => {
    await with_({ coverage: [coverage("credential_report", { generated_at: AS_OF - 14_400 })] });
    expect(texts(await tune("user-quarantined"))).toEqual([
      [expect.stringContaining("policies"), { unknown: 10 }],
    ]);
    expect(texts(await tune("user-key-at-setup"))).toEqual([]);
    await with_({ coverage: [coverage("credential_report", { generated_at: AS_OF - 14_401 })] });
    expect(texts(await tune("user-key-at-setup"))).toEqual([
      [expect.stringContaining("more than four hours"), { pass: expect.any(Number) }],
    ]);
  });

  test("a report that tells no time", async () => {
    await with_({ coverage: [coverage("credential_report")] });
    expect(texts(await tune("user-unused"))).toContainEqual([
      expect.stringContaining("Nothing says when"),
      expect.anything(),
    ]);
  });

  test("users that were made after the report, and users without a readable row", async () => {
    const gone = {
      access_key_1_active: null,
      access_key_2_active: null,
      password_enabled: null,
      in_report: false,
    };
    await with_({
      iam_users: [user("late", 10, { ...gone, created_at: AS_OF - 60 }), user("odd", 10, gone), ...USERS],
    });
    expect(texts(await tune("user-key-rotation"))).toEqual([
      [expect.stringContaining("made after the credential report"), { unknown: 1 }],
      [expect.stringContaining("no readable row"), { unknown: 1 }],
      [expect.stringContaining("never used"), { fail: 1 }],
    ]);
  });

  test("service control policies that were not collected; no matter where none can apply", async () => {
    const console_ = { password_enabled: true, mfa_active: false };
    const verdict = (name: string): Row => ({
      account_id: ACCOUNT,
      arn: `arn:aws:iam::${ACCOUNT}:user/${name}`,
      password_enabled: true,
      device_registered: false,
      scps_known: false,
      policies_known: true,
      console_verdict: "unknown",
      console_without_device: "unknown",
    });
    await with_({
      iam_users: [
        user("member", 1, { ...console_, scps_may_apply: true }),
        user("who", 1, { ...console_, scps_may_apply: null }),
      ],
      effective_mfa: [verdict("member"), verdict("who")],
    });
    expect(texts(await tune("user-console-mfa"))).toEqual([
      [expect.stringContaining("were not collected"), { unknown: 1 }],
      [expect.stringContaining("not known whether the account is in an organization"), { unknown: 1 }],
    ]);
  });

  test("what was last used before AWS kept record, and service-specific credentials", async () => {
    const old = (days: number) =>
      user(`old-${days}`, 0, {
        access_key_1_created_at: 1_429_660_800 - days,
        access_key_1_last_used_at: null,
      });
    await with_({ iam_users: [old(1), old(0)] });
    expect(texts(await tune("user-unused"))).toEqual([
      [expect.stringContaining("never used has no last-used date"), { fail: 2 }],
      [expect.stringContaining("2015-04-22"), { fail: 1 }],
      [expect.stringContaining("Service-specific"), { fail: 2 }],
    ]);
    await with_({
      iam_users: [old(1)],
      coverage: [...(ROWS.coverage ?? []), coverage("service_credentials")],
    });
    expect(texts(await tune("user-unused")).map(([text]) => text)).not.toContainEqual(
      expect.stringContaining("Service-specific"),
    );
  });
});
