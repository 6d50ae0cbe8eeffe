import { z } from "zod";
import type { SqlRow } from "../../engine/engine.js";
import { iamUsers } from "../../entities/iam-user.js";
import { RowWriter } from "../../lake/row-writer.js";
import { defineTable, flag, text, time } from "../../model/table.js";
import { formatTime } from "../../model/time.js";
import { reportedColumns } from "../credential-report/reported.js";
import type { Evidence } from "../evidence.js";
import type { Joining } from "../source.js";
import { PARTS } from "./answers.js";
import { byPart } from "./fresh-file.js";
import type { KeySlot } from "./key-slots.js";
import { type AccountUsers, ANYBODY, userReadings } from "./readings.js";
import { type ReportedUser, type UserNow, type UserReading, userNow } from "./user-now.js";

const REPORTED: Readonly<Record<string, string>> = {
  ...reportedColumns("password"),
  mfa_active: "r.mfa_active",
  ...reportedColumns("access_key_1"),
  ...reportedColumns("access_key_2"),
};

const freshUsers = defineTable({
  name: "fresh_users",
  doc: "Lives only while a snapshot is made: what was read of single users, laid over the report. A part counts where its flag says so.",
  key: ["arn"],
  columns: {
    arn: text("ARN of the user"),
    fresh_at: time("when the user was read again"),
    has_password: flag("the password columns count"),
    has_mfa: flag("the MFA columns count"),
    has_keys: flag("the key columns count; else only the ids"),
    ...Object.fromEntries(
      [...Object.keys(REPORTED), "mfa_kind", "access_key_1_id", "access_key_2_id"].map((name) => [
        name,
        new Map(Object.entries(iamUsers.columns)).get(name) ?? flag("last use is told"),
      ]),
    ),
  },
});

const namedUsers = defineTable({
  name: "named_users",
  doc: "Users that were read by themselves.",
  key: ["account_id", "user_name"],
  columns: { account_id: text("12 digits"), user_name: text("IAM user name") },
});

/** Fills the table fresh_users from what was read of single users. */
export async function loadFreshUsers({
  engine,
  evidence,
  reportAt,
  asOf,
}: Joining): Promise<readonly string[]> {
  const readings = userReadings(evidence);
  noteLateReadings(evidence, asOf);
  const names = await RowWriter.create(engine, namedUsers);
  for (const [account_id, { freshAt, keys, devices }] of readings) {
    const read = PARTS.flatMap((part) => [...freshAt[part].keys()]);
    for (const user_name of new Set([...read, ...keys.keys(), ...devices.keys()])) {
      names.add({ account_id, user_name });
    }
  }
  names.close();
  const writer = await RowWriter.create(engine, freshUsers);
  const rows =
    readings.size === 0 ? [] : await engine.all(reportedSql(evidence.any("authorization_details")));
  for (const row of rows) {
    const accountId = String(row.account_id);
    const users = readings.get(accountId);
    if (users === undefined) continue;
    const reading = readingOf(users, String(row.user_name));
    const now = userNow(reported(row), reading, reportAt.get(accountId), asOf);
    writer.add(freshRow(String(row.arn), now));
  }
  writer.close();
  return [];
}

function noteLateReadings(evidence: Evidence, asOf: number): void {
  for (const [accountId, { freshAt }] of userReadings(evidence)) {
    const late = PARTS.flatMap((part) => [...freshAt[part].values()]).find((at) => at > asOf);
    if (late === undefined) continue;
    evidence.problems.push({
      source: `account ${accountId}`,
      what: `users were read again at ${formatTime(late)}, later than the audit time ${formatTime(asOf)}`,
      fix: "They are judged by the report alone. Leave out --as-of, or set it to when they were read.",
    });
  }
}

/** What the report says of the named users; users that only the authorization details list have no values. */
function reportedSql(details: boolean): string {
  const found = details ? "coalesce(r.arn, d.arn)" : "r.arn";
  const join = details
    ? " LEFT JOIN user_details d ON d.account_id = n.account_id AND d.user_name = n.user_name"
    : "";
  const columns = Object.entries(REPORTED).map(([name, sql]) => `${sql} AS ${name}`);
  return (
    `SELECT n.account_id, n.user_name, ${found} AS arn, ${columns.join(", ")} FROM named_users n` +
    ' LEFT JOIN report_rows r ON r.account_id = n.account_id AND r."user" = n.user_name' +
    ` AND NOT r.is_root${join} WHERE ${found} IS NOT NULL ORDER BY 1, 2`
  );
}

const truth = z.boolean().nullable();
const moment = z.number().nullable();
const words = z.string().nullable();
const reportedUser = z.object({
  password_enabled: truth,
  password_last_used_at: moment,
  password_last_changed_at: moment,
  password_next_rotation_at: moment,
  password_use_known: truth,
  mfa_active: truth,
});
const reportedSlot = z.object({
  active: truth,
  created_at: moment,
  last_used_at: moment,
  last_used_region: words,
  last_used_service: words,
  use_known: truth.transform((known) => known === true),
});

function reported(row: SqlRow): ReportedUser {
  const slot = (number: 1 | 2): KeySlot => {
    const names = Object.keys(reportedSlot.shape);
    const values = names.map((name) => [name, row[`access_key_${number}_${name}`]]);
    return { ...reportedSlot.parse(Object.fromEntries(values)), id: null };
  };
  return { ...reportedUser.parse(row), slots: [slot(1), slot(2)] };
}

function readingOf(users: AccountUsers, name: string): UserReading {
  const freshAt = byPart((part) => users.freshAt[part].get(name));
  // A document that is there and does not list a user who was read again says that there is nothing.
  const listed = <Item>(list: "keys" | "devices", lists: ReadonlyMap<string, ReadonlyMap<string, Item>>) => {
    const own = [name, ANYBODY].flatMap((one) => [...(lists.get(one)?.values() ?? [])]);
    return own.length > 0 || (freshAt[list] !== undefined && users.listed.has(list)) ? own : undefined;
  };
  return {
    freshAt,
    keys: listed("keys", users.keys)?.map((key) => ({ ...key, lastUse: users.lastUsed.get(key.id) })),
    devices: listed("devices", users.devices),
    passwordMadeAt: users.passwords.get(name),
  };
}

function freshRow(arn: string, { freshAt, password, mfa, slots, keyIds }: UserNow) {
  const slot = (number: 1 | 2) =>
    Object.entries(slots?.[number - 1] ?? { id: keyIds[number - 1] ?? null }).map(([name, value]) => [
      `access_key_${number}_${name}`,
      value,
    ]);
  return {
    arn,
    fresh_at: freshAt,
    has_password: password !== undefined,
    ...password,
    has_mfa: mfa !== undefined,
    ...mfa,
    has_keys: slots !== undefined,
    ...Object.fromEntries([...slot(1), ...slot(2)]),
  };
}
