import { afterEach, describe, expect, test } from "vitest";
import { formatTime } from "../../model/time.js";
import { CHANGES } from "./change.js";
import { type Diff, diffSnapshots } from "./diff.js";
import {
  keyUser,
  openTestHistory,
  type Rows,
  snapshotRows,
  type TestHistory,
  timeOfMonth,
} from "./test-history.js";
import { uncomparedAccounts } from "./uncompared-accounts.js";

let opened: TestHistory | undefined;
afterEach(async () => {
  await opened?.close();
  opened = undefined;
});

/** The diff of the last two of some snapshots, each change as `change how name slot`. */
async function changes(months: readonly Rows[], settings: Parameters<typeof openTestHistory>[1] = {}) {
  opened = await openTestHistory(months, settings);
  const last = months.length - 1;
  const diff = await diffSnapshots(opened.history, last - 1, last);
  return { diff, found: await listed(diff) };
}

async function listed(diff: Diff, most?: number): Promise<string[]> {
  const found: string[] = [];
  for await (const rows of diff.findings({ changes: CHANGES, ...(most !== undefined && { most }) })) {
    for (const row of rows) {
      const parts = [row.change, row.how, String(row.subject_arn).split("/").at(-1), row.slot];
      found.push(parts.filter((part) => part !== null).join(" "));
    }
  }
  return found;
}

const before = snapshotRows([keyUser("ann"), keyUser("bob")]);
const withBob = (more: Parameters<typeof keyUser>[1]) => snapshotRows([keyUser("ann"), keyUser("bob", more)]);
const young = formatTime(timeOfMonth(1) - 86_400);
const off = { access_key_1_active: false };

describe("a finding of a key", () => {
  test.each<[string, Parameters<typeof keyUser>[1], string[]]>([
    ["that stays", {}, ["persisting ann 1", "persisting bob 1"]],
    ["that is switched off", off, ["persisting ann 1", "fixed passes bob 1"]],
    [
      "that is deleted",
      { ...off, access_key_1_created_at: null },
      ["persisting ann 1", "fixed credential_gone bob 1"],
    ],
    [
      "that is rotated",
      { access_key_1_created_at: young },
      ["persisting ann 1", "fixed credential_gone bob 1"],
    ],
    [
      "that moves to the other slot",
      {
        ...off,
        access_key_1_created_at: null,
        access_key_2_active: true,
        access_key_2_created_at: keyUser("bob").access_key_1_created_at,
      },
      ["persisting ann 1", "persisting bob 2"],
    ],
    [
      "that is switched off there",
      {
        ...off,
        access_key_1_created_at: null,
        access_key_2_created_at: keyUser("bob").access_key_1_created_at,
      },
      ["persisting ann 1", "fixed passes bob 1"],
    ],
    [
      "whose row cannot be read any more",
      { access_key_1_active: null, access_key_1_created_at: null, access_key_2_active: null },
      ["persisting ann 1", "became_unknown bob 1"],
    ],
  ])("%s", async (_, more, expected) => {
    expect((await changes([before, withBob(more)])).found).toEqual(expected);
  });

  test("that grows too old is new, since that second", async () => {
    const made = formatTime(timeOfMonth(1) - 100 * 86_400);
    const rows = withBob({ access_key_1_created_at: made });
    const { diff, found } = await changes([rows, rows]);
    expect(found).toEqual(["new bob 1", "persisting ann 1"]);
    for await (const [row] of diff.findings({ changes: ["new"] })) {
      expect(row).toMatchObject({ first_seen: 1, snapshot: 1, since: timeOfMonth(1) - 10 * 86_400 + 1 });
    }
  });

  test("that is switched on again is reopened, and was first seen long ago", async () => {
    const { diff, found } = await changes([before, withBob(off), before]);
    expect(found).toEqual(["reopened bob 1", "persisting ann 1"]);
    for await (const [row] of diff.findings({ changes: ["reopened"] }))
      expect(row).toMatchObject({ first_seen: 0, snapshot: 2 });
  });

  test("whose row can be read again is known again, not new", async () => {
    const blind = withBob({
      access_key_1_active: null,
      access_key_1_created_at: null,
      access_key_2_active: null,
    });
    expect((await changes([blind, before])).found).toEqual(["became_known bob 1", "persisting ann 1"]);
  });
});

describe("a user", () => {
  test("who is deleted is fixed because it is gone", async () => {
    const { diff, found } = await changes([before, snapshotRows([keyUser("ann")])]);
    expect(found).toEqual(["persisting ann 1", "fixed subject_gone bob 1"]);
    expect(diff.controls).toEqual([
      expect.objectContaining({ before: 2, after: 1, fixed: 1, fixed_gone: 1, persisting: 1, new: 0 }),
    ]);
  });

  test("who is made again under its name is another, even with a key of the same second", async () => {
    const again = { user_id: "AIDA-other", created_at: formatTime(timeOfMonth(0)) };
    const { found } = await changes([before, withBob(again)]);
    expect(found).toEqual(["new bob 1", "persisting ann 1", "fixed subject_gone bob 1"]);
  });

  test("who is renamed is the same", async () => {
    const renamed = { arn: "arn:aws:iam::111122223333:user/team/robert", user_name: "robert" };
    expect((await changes([before, withBob(renamed)])).found).toEqual(
      ["persisting robert 1", "persisting ann 1"].sort(),
    );
    await opened?.close();
    const { found } = await changes([before, withBob({ ...renamed, ...off })]);
    expect(found).toEqual(["persisting ann 1", "fixed passes bob 1"]);
  });

  test("whose name is SQL, or a terminal's command, is compared like any other", async () => {
    const name = "o'neil\"; DROP TABLE histories; --\u001b[2J";
    const rows = snapshotRows([keyUser(name)]);
    expect((await changes([rows, snapshotRows([])])).found).toEqual([`fixed subject_gone ${name} 1`]);
  });
});

describe("an account", () => {
  const other = "444455556666";
  const both = { accounts: ["111122223333", other] };
  const users = [keyUser("ann"), keyUser("eve", {}, other)];
  const full = snapshotRows(users, both);

  test("that is not in the later snapshot is as it was: nothing of it is fixed", async () => {
    const { diff, found } = await changes([full, snapshotRows([keyUser("ann")])]);
    expect(found).toEqual(["persisting ann 1", "persisting eve 1"]);
    expect(diff.controls[0]).toMatchObject({ before: 2, after: 2, fixed: 0, not_compared_before: 0 });
    expect(await uncomparedAccounts(opened?.history ?? raise(), 0, 1)).toEqual([]);
  });

  test("of which nothing could be read is as it was, and what is fixed when it is there again is fixed once", async () => {
    const denied = snapshotRows([keyUser("ann")], { ...both, missing: [other] });
    expect((await changes([full, denied])).found).toEqual(["persisting ann 1", "persisting eve 1"]);
    await opened?.close();
    const { diff, found } = await changes([full, denied, snapshotRows([keyUser("ann")], both)]);
    expect(found).toEqual(["persisting ann 1", "fixed subject_gone eve 1"]);
    expect(diff.controls[0]).toMatchObject({ new: 0, fixed: 1, fixed_gone: 1, not_compared_before: 0 });
  });

  test("that a newer list of its organization lacks is not compared: it left, and nothing of it is fixed", async () => {
    const inOrganization = (rows: Rows): Rows => ({
      ...rows,
      accounts: (rows.accounts ?? []).map((row) => ({ ...row, org_id: "o-a1b2c3d4e5", listed: true })),
    });
    const snapshots = [full, snapshotRows([keyUser("ann")])].map(inOrganization);
    const { diff, found } = await changes(snapshots);
    expect(found).toEqual(["persisting ann 1", "not_compared eve 1"]);
    expect(diff.controls[0]).toMatchObject({ before: 2, after: 1, fixed: 0, not_compared_before: 1 });
    expect(await uncomparedAccounts(opened?.history ?? raise(), 0, 1)).toEqual([
      { account_id: other, missing_in: "after", why: "no_account", evidence: ["credential_report"] },
    ]);
  });

  test("whose evidence is only half there: who is not in it may still be there", async () => {
    const half = snapshotRows([keyUser("eve", {}, other)], { ...both, missing: ["111122223333", other] });
    const two = snapshotRows([keyUser("eve", {}, other), keyUser("mallory", {}, other)], both);
    expect((await changes([two, half])).found).toEqual(["persisting eve 1", "became_unknown mallory 1"]);
  });

  test("alone, when it is asked for", async () => {
    const { found } = await changes([full, snapshotRows([], both)], { accounts: [other] });
    expect(found).toEqual(["fixed subject_gone eve 1"]);
    expect(await uncomparedAccounts(opened?.history ?? raise(), 0, 1)).toEqual([]);
  });
});

describe("what is no user", () => {
  const account_id = "111122223333";
  const policy_id = `arn:aws:iam::${account_id}:policy/god-mode`;
  const details = { account_id, kind: "authorization_details" };
  /** An account with a policy that allows all, and a root user. */
  function rows({ policy = true, mfa = false, status = "ok" }): Rows {
    const base = snapshotRows([]);
    return {
      ...base,
      coverage: [...(base.coverage ?? []), { ...details, status }],
      policies: policy ? [{ account_id, policy_id, kind: "customer_managed" }] : [],
      policy_grants: policy
        ? [{ account_id, policy_id, kind: "customer_managed", in_use: true, full_admin: true }]
        : [],
      root_users: [
        {
          account_id,
          arn: `arn:aws:iam::${account_id}:root`,
          password_enabled: true,
          has_credentials: true,
          mfa_active: mfa,
        },
      ],
    };
  }
  const controls = ["policy-full-admin", "root-mfa"];

  test("a policy that is deleted is gone, a root user with a device passes", async () => {
    const { diff, found } = await changes([rows({}), rows({ policy: false, mfa: true })], { controls });
    expect(found).toEqual(["fixed subject_gone god-mode", `fixed passes arn:aws:iam::${account_id}:root`]);
    expect(diff.controls.map(({ fixed, fixed_gone }) => [fixed, fixed_gone])).toEqual([
      [1, 1],
      [1, 0],
    ]);
  });

  test("each rests on its own evidence: policies that nobody listed are not compared, root is", async () => {
    const { found } = await changes([rows({}), rows({ policy: false, mfa: true, status: "denied" })], {
      controls,
    });
    expect(found).toEqual([`fixed passes arn:aws:iam::${account_id}:root`, "not_compared god-mode"]);
    const gaps = await uncomparedAccounts(opened?.history ?? raise(), 0, 1);
    expect(gaps).toEqual([
      { account_id, missing_in: "after", why: "no_evidence", evidence: ["authorization_details"] },
    ]);
  });
});

describe("a history", () => {
  test("of more snapshots than a word holds", async () => {
    const months = Array.from({ length: 30 }, (_, month) => (month === 3 ? withBob(off) : before));
    const { diff, found } = await changes([...months, withBob(off), before]);
    expect(found).toEqual(["reopened bob 1", "persisting ann 1"]);
    expect(await listed(diff, 1)).toEqual(["reopened bob 1", "persisting ann 1"]);
  });

  test("shows as many of each change as are asked for", async () => {
    const names = ["a", "b", "c", "d"].map((name) => keyUser(name));
    const { diff } = await changes([snapshotRows(names), snapshotRows(names.slice(0, 2))]);
    expect(await listed(diff, 1)).toEqual(["persisting a 1", "fixed subject_gone c 1"]);
  });

  test("of several controls counts each by itself", async () => {
    const person = { password_enabled: true, password_last_used_at: young, password_last_changed_at: young };
    const controls = ["user-key-rotation", "user-mfa-device"];
    const { diff } = await changes([withBob(person), withBob({ ...person, mfa_active: true })], { controls });
    expect(diff.controls.map((one) => [one.control_id, one.before, one.fixed, one.persisting])).toEqual([
      ["user-key-rotation", 2, 0, 2],
      ["user-mfa-device", 1, 1, 0],
    ]);
  });
});

function raise(): never {
  throw new Error("no history is open");
}
