import { afterEach, describe, expect, test } from "vitest";
import type { SqlRow } from "../../engine/engine.js";
import type { CredentialKind } from "../../model/credential.js";
import { CHANGES, type Change } from "./change.js";
import { diffSnapshots } from "./diff.js";
import { keyUser, openTestHistory, type Rows, snapshotRows, type TestHistory } from "./test-history.js";

/** Credentials of every kind, wherever they lie: what became of them, and what they rest on. */

let opened: TestHistory | undefined;
afterEach(async () => {
  await opened?.close();
  opened = undefined;
});

const KINDS: readonly CredentialKind[] = ["signing_certificate", "ssh_public_key"];
const OLD = "2020-01-01T00:00:00Z";
const OLDER = "2019-01-01T00:00:00Z";
type Values = Parameters<typeof keyUser>[1];

/** A user with certificates, and SSH keys by id: whether each is active. */
function rows(user: Values | undefined, keys: Readonly<Record<string, boolean>> = {}, listed = true): Rows {
  const person = keyUser("ann", { certificate_1_active: false, certificate_2_active: false, ...user });
  const { account_id, arn, user_name } = person;
  return {
    ...snapshotRows(user === undefined ? [] : [person], {
      more: listed ? ["service_credentials", "ssh_public_keys"] : [],
    }),
    service_credentials: Object.entries(keys).map(([credential_id, active]) => ({
      ...{ account_id, user_arn: arn, user_name, kind: "ssh_public_key", credential_id, active },
      created_at: OLD,
    })),
  };
}

async function changedRows(months: readonly Rows[], settings = {}): Promise<SqlRow[]> {
  opened = await openTestHistory(months, { controls: [], credentials: KINDS, ...settings });
  const diff = await diffSnapshots(opened.history, months.length - 2, months.length - 1);
  const found: SqlRow[] = [];
  for await (const batch of diff.findings({ changes: CHANGES })) found.push(...batch);
  return found;
}

const told = (found: readonly SqlRow[]) =>
  found.map((row) => [row.change, row.how ?? "-", row.credential_id ?? row.slot].join(" "));

describe("a certificate, of which the report tells no id", () => {
  const active = { certificate_1_active: true, certificate_1_created_at: OLD };
  const inSlot2 = { certificate_2_active: true, certificate_2_created_at: OLD };

  test.each<[string, Values | undefined, string]>([
    ["that stays", active, "persisting - 1"],
    ["that is switched off", { ...active, certificate_1_active: false }, "fixed passes 1"],
    ["that is deleted", {}, "fixed credential_gone 1"],
    ["that moves to the other slot", inSlot2, "persisting - 2"],
    ["that moves there and is switched off", { ...inSlot2, certificate_2_active: false }, "fixed passes 1"],
    ["whose user is deleted", undefined, "fixed subject_gone 1"],
    ["whose slot cannot be read any more", { certificate_2_active: null }, "became_unknown - 1"],
  ])("%s", async (_, later, expected) => {
    expect(told(await changedRows([rows(active), rows(later)]))).toEqual([expected]);
  });

  test("is told from another of the user, although the id of the user was not always known", async () => {
    const both = { ...active, certificate_2_active: true, certificate_2_created_at: OLDER };
    const found = await changedRows([rows({ ...both, user_id: null }), rows(active)]);
    expect(told(found)).toEqual(["persisting - 1", "fixed credential_gone 2"]);
  });
});

describe("an SSH key, which is a row of its own", () => {
  const two = rows({}, { APKAONE: true, APKATWO: true });

  test.each<[string, Rows, [Change, string]]>([
    ["that stays", two, ["persisting", "-"]],
    ["that is switched off", rows({}, { APKAONE: true, APKATWO: false }), ["fixed", "passes"]],
    ["that is deleted", rows({}, { APKAONE: true }), ["fixed", "credential_gone"]],
    ["whose user is deleted", rows(undefined), ["fixed", "subject_gone"]],
    ["of an account where nobody listed them", rows({}, {}, false), ["became_unknown", "-"]],
  ])("%s", async (_, later, expected) => {
    const found = await changedRows([two, later]);
    const row = found.find(({ credential_id: id }) => id === "APKATWO");
    expect([row?.change, row?.how ?? "-"]).toEqual(expected);
  });

  test("that is listed again is known again; of one that is gone by then nothing is left to say", async () => {
    const found = await changedRows([two, rows({}, {}, false), rows({}, { APKAONE: true })]);
    expect(told(found)).toEqual(["became_known - APKAONE"]);
  });

  test("is the same although the id of its user was not always known", async () => {
    const without = rows({ user_id: null }, { APKAONE: true, APKATWO: true });
    expect(told(await changedRows([without, two])).sort()).toEqual([
      "persisting - APKAONE",
      "persisting - APKATWO",
    ]);
  });
});

test("a password is gone when there is none any more", async () => {
  const since = "2026-01-15T00:00:00Z";
  const person = { password_enabled: true, password_last_changed_at: OLD, password_last_used_at: OLD };
  const months = [person, { ...person, password_last_used_at: since }, { password_enabled: false }].map(
    (values) => snapshotRows([keyUser("ann", { access_key_1_active: false, ...values })]),
  );
  const settings = { controls: ["user-unused-credential"], credentials: [] };
  const [first, used, none] = months;
  if (first === undefined || used === undefined || none === undefined) throw new RangeError();
  expect(told(await changedRows([first, none], settings))).toEqual(["fixed credential_gone "]);
  await opened?.close();
  expect(told(await changedRows([first, used], settings))).toEqual(["fixed passes "]);
});

describe("users whom only the authorization details list", () => {
  const listed = (more: Values, missing: readonly string[]) =>
    snapshotRows([keyUser("ann", more)], { missing, more: ["authorization_details"] });
  const unread = {
    access_key_1_active: null,
    access_key_1_created_at: null,
    access_key_2_active: null,
    access_key_1_last_used_at: null,
  };
  const account = keyUser("ann").account_id;

  test("are covered: of what the report alone tells nothing is known", async () => {
    const settings = { controls: ["user-key-rotation"], credentials: [] };
    const found = await changedRows([listed({}, []), listed(unread, [account])], settings);
    expect(told(found)).toEqual(["became_unknown - 1"]);
    await opened?.close();
    const without = snapshotRows([], { missing: [account], more: ["authorization_details"] });
    expect(told(await changedRows([listed({}, []), without], settings))).toEqual(["fixed subject_gone 1"]);
  });
});

test("evidence is made again for those that are asked for, slot by slot", async () => {
  const keys = { access_key_2_active: true, access_key_2_created_at: OLD };
  const months = [snapshotRows([keyUser("ann", keys), keyUser("bob")]), snapshotRows([keyUser("ann", keys)])];
  opened = await openTestHistory(months);
  const diff = await diffSnapshots(opened.history, 0, 1);
  const read = async (changes: readonly Change[]) => {
    const found: SqlRow[] = [];
    for await (const batch of diff.findings({ changes, evidence: true })) found.push(...batch);
    return found.map((row) => [row.subject_arn, row.slot, JSON.parse(String(row.evidence)).created_at]);
  };
  const { arn: ann, access_key_1_created_at: made } = keyUser("ann");
  const seconds = (text: unknown) => Date.parse(String(text)) / 1000;
  const all = await read(CHANGES);
  expect(all).toEqual([
    [ann, 1, seconds(made)],
    [ann, 2, seconds(OLD)],
    [keyUser("bob").arn, 1, seconds(made)],
  ]);
  expect(await read(["fixed"])).toEqual(all.slice(2));
  expect(await read(["reopened"])).toEqual([]);
});
