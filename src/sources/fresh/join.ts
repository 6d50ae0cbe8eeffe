import type { SqlRow } from "../../engine/engine.js";
import { RowWriter } from "../../lake/row-writer.js";
import { defineTable, flag, type RowOf, text, time } from "../../model/table.js";
import { formatTime } from "../../model/time.js";
import type { Evidence } from "../evidence.js";
import type { Joining } from "../source.js";
import type { KeySlot } from "./key-slots.js";
import { type AccountUsers, ANYBODY, userReadings } from "./readings.js";
import { type ReportedUser, type UserNow, type UserReading, userNow } from "./user-now.js";

const slotColumns = <const Slot extends 1 | 2>(slot: Slot) => ({
  [`access_key_${slot}_active`]: flag("as in iam_users"),
  [`access_key_${slot}_created_at`]: time("as in iam_users"),
  [`access_key_${slot}_last_used_at`]: time("as in iam_users"),
  [`access_key_${slot}_last_used_region`]: text("as in iam_users"),
  [`access_key_${slot}_last_used_service`]: text("as in iam_users"),
  [`access_key_${slot}_id`]: text("as in iam_users"),
  [`access_key_${slot}_use_known`]: flag("last use is told"),
});

/** Lives only while a snapshot is made: what was read of single users, laid over the report. */
const freshUsers = defineTable({
  name: "fresh_users",
  doc: "Users of which something is known apart from the report; a part counts where its flag says so.",
  key: ["arn"],
  columns: {
    arn: text("ARN of the user"),
    fresh_at: time("when the user was read again"),
    has_password: flag("the password columns count"),
    password_enabled: flag("as in iam_users"),
    password_last_used_at: time("as in iam_users"),
    password_last_changed_at: time("as in iam_users"),
    password_next_rotation_at: time("as in iam_users"),
    password_use_known: flag("last use is told"),
    has_mfa: flag("the MFA columns count"),
    mfa_active: flag("as in iam_users"),
    mfa_kind: text("as in iam_users"),
    has_keys: flag("the key columns count; else only the ids"),
    ...slotColumns(1),
    ...slotColumns(2),
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
    for (const user_name of new Set([...freshAt.keys(), ...keys.keys(), ...devices.keys()])) {
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
    const late = [...freshAt.values()].find((at) => at > asOf);
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
  return (
    `SELECT n.account_id, n.user_name, ${found} AS arn, r.* EXCLUDE (account_id, arn) FROM named_users n` +
    ' LEFT JOIN report_rows r ON r.account_id = n.account_id AND r."user" = n.user_name' +
    ` AND r.arn NOT LIKE '%:root'${join} WHERE ${found} IS NOT NULL ORDER BY 1, 2`
  );
}

function reported(row: SqlRow): ReportedUser {
  return {
    password: {
      enabled: truth(row.password_enabled),
      lastUsedAt: number(row.password_last_used),
      lastChangedAt: number(row.password_last_changed),
      nextRotationAt: number(row.password_next_rotation),
      useKnown: row.use_known_0 === true,
    },
    mfaActive: truth(row.mfa_active),
    slots: [reportedSlot(row, 1), reportedSlot(row, 2)],
  };
}

function reportedSlot(row: SqlRow, slot: 1 | 2): KeySlot {
  const key = `access_key_${slot}`;
  return {
    active: truth(row[`${key}_active`]),
    createdAt: number(row[`${key}_last_rotated`]),
    lastUse: {
      at: number(row[`${key}_last_used_date`]),
      region: words(row[`${key}_last_used_region`]),
      service: words(row[`${key}_last_used_service`]),
    },
    useKnown: row[`use_known_${slot}`] === true,
    id: null,
  };
}

function readingOf(users: AccountUsers, name: string): UserReading {
  const freshAt = users.freshAt.get(name);
  // A document that is there and does not list a user who was read again says that there is nothing.
  const listed = <Item>(list: "keys" | "devices", lists: ReadonlyMap<string, ReadonlyMap<string, Item>>) => {
    const own = [name, ANYBODY].flatMap((one) => [...(lists.get(one)?.values() ?? [])]);
    return own.length > 0 || (freshAt !== undefined && users.listed.has(list)) ? own : undefined;
  };
  return {
    freshAt,
    keys: listed("keys", users.keys)?.map((key) => ({ ...key, lastUse: users.lastUsed.get(key.id) })),
    devices: listed("devices", users.devices),
    passwordMadeAt: users.passwords.get(name),
  };
}

function freshRow(arn: string, now: UserNow): Partial<RowOf<typeof freshUsers>> {
  const { password, mfa, slots } = now;
  return {
    arn,
    fresh_at: now.freshAt,
    has_password: password !== undefined,
    password_enabled: password?.enabled ?? null,
    password_last_used_at: password?.lastUsedAt ?? null,
    password_last_changed_at: password?.lastChangedAt ?? null,
    password_next_rotation_at: password?.nextRotationAt ?? null,
    password_use_known: password?.useKnown ?? null,
    has_mfa: mfa !== undefined,
    mfa_active: mfa?.active ?? null,
    mfa_kind: mfa?.kind ?? null,
    has_keys: slots !== undefined,
    ...slotValues(1, slots?.[0], now.keyIds[0]),
    ...slotValues(2, slots?.[1], now.keyIds[1]),
  };
}

function slotValues(slot: 1 | 2, key: KeySlot | undefined, id: string | null) {
  const name = `access_key_${slot}`;
  return {
    [`${name}_active`]: key?.active ?? null,
    [`${name}_created_at`]: key?.createdAt ?? null,
    [`${name}_last_used_at`]: key?.lastUse.at ?? null,
    [`${name}_last_used_region`]: key?.lastUse.region ?? null,
    [`${name}_last_used_service`]: key?.lastUse.service ?? null,
    [`${name}_id`]: key?.id ?? id,
    [`${name}_use_known`]: key?.useKnown ?? null,
  };
}

function truth(value: unknown): boolean | null {
  return typeof value === "boolean" ? value : null;
}

function number(value: unknown): number | null {
  return typeof value === "number" ? value : null;
}

function words(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}
