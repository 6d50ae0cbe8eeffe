import type { AccessKeyMetadata, MFADevice } from "@aws-sdk/client-iam";
import { present } from "../../aws/present.js";
import { SLOTS, type Slot } from "../../entities/key-slot.js";
import type { Answer } from "./answers.js";

/** An access key in a slot of the report. null: not known. Times are epoch seconds. */
export interface KnownKey {
  readonly active: boolean | null;
  readonly createdAt: number | null;
}

/** What was known of a user before it is read again; null: not known. */
export interface KnownUser {
  readonly device: boolean | null;
  readonly password: boolean | null;
  /** By slot. */
  readonly keys: readonly [KnownKey, KnownKey];
  /** When the report was made, epoch seconds; null: there is none. */
  readonly reportAt: number | null;
}

/** A user to read again, and what of it. */
export interface UserToRead {
  readonly userName: string;
  readonly answers: ReadonlySet<Answer>;
  /** The report does not tell what a verdict on the user rests on. */
  readonly first: boolean;
  readonly known: KnownUser;
}

/** What AWS says of one user at this moment; undefined: it was not asked. */
export interface FreshUser {
  readonly userName: string;
  readonly devices: readonly MFADevice[] | undefined;
  /** When the password was made; null: there is none. */
  readonly password: Date | null | undefined;
  readonly keys: readonly AccessKeyMetadata[] | undefined;
  readonly lastUsed: readonly { readonly AccessKeyId: string; readonly AccessKeyLastUsed: unknown }[];
}

/**
 * Without what the user has nothing of: no password or active key that is not there can be fixed. Should anything else
 * turn out to be changed, this is read too.
 */
export function ofWhatIsThere(answers: Iterable<Answer>, { password, keys }: KnownUser): Set<Answer> {
  const [first, second] = keys.map(({ active }) => active !== false);
  const isThere: Readonly<Record<Answer, boolean | undefined>> = {
    devices: true,
    password: password !== false,
    keys: first || second,
    last_use_1: first,
    last_use_2: second,
  };
  return new Set([...answers].filter((answer) => isThere[answer]));
}

/** Whether what was read differs from what was known: the user was changed since the report was made. */
export function isChanged({ devices, password, keys }: FreshUser, known: KnownUser): boolean {
  const differs = (now: boolean, before: boolean | null) => before !== null && now !== before;
  return (
    (devices !== undefined && differs(devices.length > 0, known.device)) ||
    (password !== undefined && differs(password !== null, known.password)) ||
    (password instanceof Date && known.password !== null && isNew(password, known)) ||
    (keys !== undefined && areKeysChanged(keys, known.keys))
  );
}

/** Only active keys are compared: of others no verdict speaks, and reports keep dates of keys that are gone. */
function areKeysChanged(keys: readonly AccessKeyMetadata[], slots: KnownUser["keys"]): boolean {
  if (slots.some(({ active }) => active === null)) return false;
  const before = slots.flatMap(({ active, createdAt }) => (active === true ? [createdAt] : []));
  const now = keys.filter(isActive).map(createdAt);
  return JSON.stringify(before.sort()) !== JSON.stringify(now.sort());
}

/**
 * The keys whose last use must be asked: active ones, in the slots that are asked about or in none. One that was made
 * since the report was made cannot have been idle for long.
 */
export function keysToAsk(
  keys: readonly AccessKeyMetadata[],
  answers: ReadonlySet<Answer>,
  known: KnownUser,
): string[] {
  const asksFor = (slot: Slot) => answers.has(`last_use_${slot}`);
  const isAsked = (key: AccessKeyMetadata) => {
    const slots = SLOTS.filter((slot) => known.keys[slot - 1]?.createdAt === createdAt(key));
    return slots.length > 0 ? slots.some(asksFor) : SLOTS.some(asksFor) && !isNew(key.CreateDate, known);
  };
  return keys
    .filter((key) => isActive(key) && isAsked(key))
    .map(({ AccessKeyId }) => present(AccessKeyId, "AccessKeyId"));
}

function isActive({ Status }: AccessKeyMetadata): boolean {
  return Status === "Active";
}

function createdAt({ CreateDate }: AccessKeyMetadata): number {
  return seconds(present(CreateDate, "CreateDate"));
}

function isNew(made: Date | undefined, { reportAt }: KnownUser): boolean {
  return made !== undefined && reportAt !== null && seconds(made) >= reportAt;
}

function seconds(date: Date): number {
  return Math.floor(date.getTime() / 1000);
}
