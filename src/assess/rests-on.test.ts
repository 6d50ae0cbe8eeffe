import { expect, test } from "vitest";
import { answersOf } from "../sources/fresh/answers.js";
import type { Control } from "./control.js";
import { loadControls } from "./load.js";
import { restsOn } from "./rests-on.js";
import { parseSelect } from "./select.js";

const controls = await loadControls();
const control = (id: string) => controls.find(({ declaration }) => declaration.id === id) as Control;
const SUBJECT = { credential: null, slot: null };
const PASSWORD = { credential: "password", slot: null };
const key = (slot: number) => ({ credential: "access_key", slot });
const columns = (id: string, judged = SUBJECT) => [...restsOn(control(id), judged)].sort();
const asked = (one: Control, judged: Parameters<typeof restsOn>[1] = SUBJECT) =>
  [...answersOf(restsOn(one, judged))].sort();

test("a column that is derived rests on those it is derived from", () => {
  expect(columns("user-single-active-key")).toEqual([
    "access_key_1_active",
    "access_key_1_created_at",
    "access_key_2_active",
    "access_key_2_created_at",
  ]);
});

test("a column of the policy engine rests on what that is told of the user", () => {
  expect(columns("user-key-mfa")).toEqual(["access_key_1_active", "access_key_2_active"]);
  expect(columns("user-console-mfa")).toEqual(
    expect.arrayContaining(["mfa_active", "password_enabled", "password_last_changed_at"]),
  );
});

test.each([
  ["user-mfa-device", ["devices", "password"]],
  ["user-console-mfa", ["devices", "password"]],
  ["user-mfa-claimable", ["devices", "keys", "password"]],
  ["user-admin", ["keys", "password"]],
  ["user-key-mfa", ["keys"]],
  ["user-single-active-key", ["keys"]],
  ["user-unused", ["keys", "last_use_1", "last_use_2", "password"]],
  ["user-direct-policies", []],
  ["user-quarantined", []],
])("%s asks for %j", (id, answers) => {
  expect(asked(control(id))).toEqual(answers);
});

test("of a credential only its own columns count, and those of its subject that the query names", () => {
  const unused = control("user-unused-credential");
  expect(asked(unused, PASSWORD)).toEqual(["password"]);
  expect(asked(unused, key(1))).toEqual(["keys", "last_use_1"]);
  expect(asked(unused, key(2))).toEqual(["keys", "last_use_2"]);
  expect(asked(control("user-key-rotation"), key(2))).toEqual(["keys"]);
  expect(asked(control("user-key-at-setup"), key(1))).toEqual(["keys", "password"]);
  expect(asked(unused, { credential: "ssh_public_key", slot: null })).toEqual([]);
});

const device = control("user-mfa-device");
const ALL = ["devices", "keys", "last_use_1", "last_use_2", "password"];

test.each([
  [
    "names without an alias count",
    'SELECT password_enabled AS applies, NOT "mfa_active" AS fails FROM iam_users u',
    ["devices", "password"],
  ],
  [
    "labels do not",
    "SELECT TRUE AS applies, u.quarantined AS fails, u.mfa_active AS label_x FROM iam_users u",
    [],
  ],
  [
    "of a query over further tables all may count",
    "SELECT TRUE AS applies, a.alias IS NULL AS fails FROM iam_users u JOIN accounts a ON a.account_id = u.account_id",
    ALL,
  ],
  [
    "and of one that asks another",
    "SELECT TRUE AS applies, (SELECT count(*) FROM roles) > 1 AS fails FROM iam_users u",
    ALL,
  ],
])("%s", (_, sql, answers) => {
  expect(asked({ ...device, select: parseSelect(sql, "own.sql") })).toEqual(answers);
});

test("a column of the policy engine of which nobody says what it is made of rests on all that others are made of", () => {
  const sql = "SELECT p.password_enabled AS applies, len(p.guard_removal_mfa) > 0 AS fails FROM privilege p";
  expect(asked({ ...control("user-admin"), select: parseSelect(sql, "own.sql") })).toEqual([
    "devices",
    "keys",
    "password",
  ]);
});
