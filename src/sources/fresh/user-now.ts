import { mfaKind } from "../mfa-kind.js";
import { freshSlots, type KeySlot, type KeyUse, keyIds, type LiveKey, type Slots } from "./key-slots.js";
import type { Device } from "./readings.js";

/** What the credential report says of a user; all null where it has no readable row. Times are epoch seconds. */
export interface ReportedUser {
  readonly password: PasswordState;
  readonly mfaActive: boolean | null;
  readonly slots: Slots;
}

export interface PasswordState {
  readonly enabled: boolean | null;
  readonly lastUsedAt: number | null;
  readonly lastChangedAt: number | null;
  readonly nextRotationAt: number | null;
  readonly useKnown: boolean;
}

/** What was read of a user apart from the report; undefined: that was not read. */
export interface UserReading {
  /** When the user was read again live; undefined: the reading does not say, so it may be older than the report. */
  readonly freshAt: number | undefined;
  readonly keys: readonly LiveKey[] | undefined;
  readonly devices: readonly Device[] | undefined;
  /** When the password was made; null: there is none. */
  readonly passwordMadeAt: number | null | undefined;
}

/** What holds of a user now; undefined: the report stays. */
export interface UserNow {
  readonly freshAt: number | null;
  readonly password: PasswordState | undefined;
  readonly mfa: { readonly active: boolean | null; readonly kind: string | null } | undefined;
  readonly slots: Slots | undefined;
  /** Ids of the keys in the report's slots, where `slots` is undefined. */
  readonly keyIds: readonly [string | null, string | null];
}

const UNKNOWN_USE: KeyUse = { at: null, region: null, service: null };
const UNKNOWN_SLOT: KeySlot = {
  active: null,
  createdAt: null,
  lastUse: UNKNOWN_USE,
  useKnown: false,
  id: null,
};
const NO_PASSWORD: PasswordState = {
  enabled: false,
  lastUsedAt: null,
  lastChangedAt: null,
  nextRotationAt: null,
  useKnown: true,
};

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
  const { freshAt } = reading;
  const wins = freshAt !== undefined && freshAt <= asOf && freshAt >= (reportAt ?? 0);
  const keys = reading.keys ?? [];
  if (!wins) {
    const mfa = olderDevices(report, reading.devices ?? [], reportAt, asOf);
    return { freshAt: null, password: undefined, mfa, slots: undefined, keyIds: keyIds(report.slots, keys) };
  }
  return {
    freshAt,
    password: passwordNow(report.password, reading.passwordMadeAt, reportAt, asOf),
    mfa: reading.devices && devicesNow(reading.devices, asOf),
    slots: reading.keys && slotsNow(report.slots, reading.keys, reportAt, asOf),
    keyIds: [null, null],
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
  if (madeAt > asOf) return { ...NO_PASSWORD, enabled: null, useKnown: false };
  const isNew = reportAt !== undefined && madeAt >= reportAt;
  const sameAsReport = report.enabled === true && !isNew;
  return {
    enabled: true,
    lastUsedAt: report.lastUsedAt,
    lastChangedAt: Math.max(madeAt, report.lastChangedAt ?? madeAt),
    nextRotationAt: sameAsReport ? report.nextRotationAt : null,
    useKnown: isNew || (report.enabled === true && report.useKnown),
  };
}

function devicesNow(devices: readonly Device[], asOf: number): UserNow["mfa"] {
  if (isAnyLate(devices, asOf)) return { active: null, kind: null };
  return { active: devices.length > 0, kind: mfaKind(devices.map(({ serial }) => serial)) };
}

/** Devices listed at a time not known: one enabled since the report counts; one that it denies leaves it open. */
function olderDevices(
  { mfaActive }: ReportedUser,
  devices: readonly Device[],
  reportAt: number | undefined,
  asOf: number,
): UserNow["mfa"] {
  if (devices.length === 0) return undefined;
  const late = isAnyLate(devices, asOf);
  const kind = late ? null : mfaKind(devices.map(({ serial }) => serial));
  if (mfaActive === true) return { active: true, kind };
  const since =
    !late &&
    reportAt !== undefined &&
    devices.some(({ enabledAt }) => enabledAt !== null && enabledAt > reportAt);
  return since ? { active: true, kind } : { active: null, kind: null };
}

function isAnyLate(devices: readonly Device[], asOf: number): boolean {
  return devices.some(({ enabledAt }) => (enabledAt ?? 0) > asOf);
}

function slotsNow(slots: Slots, keys: readonly LiveKey[], reportAt: number | undefined, asOf: number): Slots {
  const late = keys.some(({ createdAt, lastUse }) => Math.max(createdAt ?? 0, lastUse?.at ?? 0) > asOf);
  return late ? [UNKNOWN_SLOT, UNKNOWN_SLOT] : freshSlots(slots, keys, reportAt);
}
