import { mfaKind } from "../mfa-kind.js";
import { PARTS, type Part } from "./answers.js";
import { freshSlots, keyIds, type LiveKey, type Slots, UNKNOWN_SLOT } from "./key-slots.js";
import type { Device } from "./readings.js";

/** What is known of a user's password, by the names of columns. Times are epoch seconds. */
export interface PasswordState {
  readonly password_enabled: boolean | null;
  readonly password_last_used_at: number | null;
  readonly password_last_changed_at: number | null;
  readonly password_next_rotation_at: number | null;
  readonly password_use_known: boolean | null;
}

/** What the credential report says of a user; all null where it has no readable row. */
export interface ReportedUser extends PasswordState {
  readonly mfa_active: boolean | null;
  readonly slots: Slots;
}

/** What was read of a user apart from the report; undefined: that was not read. */
export interface UserReading {
  /** When each part was read again live; undefined: the reading does not say, so it may be older than the report. */
  readonly freshAt: Readonly<Record<Part, number | undefined>>;
  readonly keys: readonly LiveKey[] | undefined;
  readonly devices: readonly Device[] | undefined;
  /** When the password was made; null: there is none. */
  readonly passwordMadeAt: number | null | undefined;
}

/** What holds of a user now; undefined: the report stays. */
export interface UserNow {
  /** When any part of it was read again live. */
  readonly freshAt: number | null;
  readonly password: PasswordState | undefined;
  readonly mfa: { readonly mfa_active: boolean | null; readonly mfa_kind: string | null } | undefined;
  readonly slots: Slots | undefined;
  /** Ids of the keys in the report's slots, where `slots` is undefined. */
  readonly keyIds: readonly [string | null, string | null];
}

const NO_PASSWORD: PasswordState = {
  password_enabled: false,
  password_last_used_at: null,
  password_last_changed_at: null,
  password_next_rotation_at: null,
  password_use_known: true,
};
const UNKNOWN_MFA = { mfa_active: null, mfa_kind: null };

/**
 * Lays a reading over the report. A reading newer than the report wins, part by part; another one only fills in what
 * the report never tells. `reportAt` is when the report was made. A date later than the audit time makes its part
 * unknown.
 */
export function userNow(
  report: ReportedUser,
  reading: UserReading,
  reportAt: number | undefined,
  asOf: number,
): UserNow {
  const wins = (part: Part): boolean => {
    const at = reading.freshAt[part];
    return at !== undefined && at <= asOf && at >= (reportAt ?? 0);
  };
  const { devices, keys, passwordMadeAt } = reading;
  const parts = PARTS.filter(wins).map((part) => reading.freshAt[part] ?? 0);
  return {
    freshAt: parts.length === 0 ? null : Math.max(...parts),
    password: wins("password") ? passwordNow(report, passwordMadeAt, reportAt, asOf) : undefined,
    mfa: wins("devices")
      ? devices && devicesNow(devices, asOf)
      : olderDevices(report, devices ?? [], reportAt, asOf),
    slots: wins("keys") ? keys && slotsNow(report.slots, keys, reportAt, asOf) : undefined,
    keyIds: wins("keys") ? [null, null] : keyIds(report.slots, keys ?? []),
  };
}

function passwordNow(
  report: PasswordState,
  madeAt: number | null | undefined,
  reportAt: number | undefined,
  asOf: number,
): PasswordState | undefined {
  if (madeAt === undefined) return undefined;
  if (madeAt === null) return NO_PASSWORD;
  if (madeAt > asOf) return { ...NO_PASSWORD, password_enabled: null, password_use_known: false };
  const isNew = reportAt !== undefined && madeAt >= reportAt;
  const isReported = report.password_enabled === true;
  return {
    password_enabled: true,
    password_last_used_at: report.password_last_used_at,
    password_last_changed_at: Math.max(madeAt, report.password_last_changed_at ?? madeAt),
    password_next_rotation_at: isReported && !isNew ? report.password_next_rotation_at : null,
    password_use_known: isNew || (isReported && report.password_use_known),
  };
}

function devicesNow(devices: readonly Device[], asOf: number): UserNow["mfa"] {
  if (isAnyLate(devices, asOf)) return UNKNOWN_MFA;
  return { mfa_active: devices.length > 0, mfa_kind: mfaKind(devices.map(({ serial }) => serial)) };
}

/** Devices listed at a time not known: one enabled since the report counts; one that it denies leaves it open. */
function olderDevices(
  { mfa_active }: ReportedUser,
  devices: readonly Device[],
  reportAt: number | undefined,
  asOf: number,
): UserNow["mfa"] {
  if (devices.length === 0) return undefined;
  const late = isAnyLate(devices, asOf);
  const mfa_kind = late ? null : mfaKind(devices.map(({ serial }) => serial));
  if (mfa_active === true) return { mfa_active, mfa_kind };
  const since =
    !late &&
    reportAt !== undefined &&
    devices.some(({ enabledAt }) => enabledAt !== null && enabledAt > reportAt);
  return since ? { mfa_active: true, mfa_kind } : UNKNOWN_MFA;
}

function isAnyLate(devices: readonly Device[], asOf: number): boolean {
  return devices.some(({ enabledAt }) => (enabledAt ?? 0) > asOf);
}

function slotsNow(slots: Slots, keys: readonly LiveKey[], reportAt: number | undefined, asOf: number): Slots {
  const late = keys.some(
    ({ created_at, lastUse }) => Math.max(created_at ?? 0, lastUse?.last_used_at ?? 0) > asOf,
  );
  return late ? [UNKNOWN_SLOT, UNKNOWN_SLOT] : freshSlots(slots, keys, reportAt);
}
