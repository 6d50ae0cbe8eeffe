import { flag, text, time } from "../model/table.js";

/** The numbers of the column groups of a credential report. */
export const SLOTS = [1, 2] as const;
export type Slot = (typeof SLOTS)[number];

/** The columns of a slot by their names. */
export type KeySlot<S extends Slot> = {
  [K in `access_key_${S}_active` | `certificate_${S}_active`]: ReturnType<typeof flag>;
} & {
  [K in
    | `access_key_${S}_${"created_at" | "last_used_at" | "activity_at"}`
    | `certificate_${S}_created_at`]: ReturnType<typeof time>;
} & {
  [K in `access_key_${S}_${"last_used_region" | "last_used_service" | "id"}`]: ReturnType<typeof text>;
};

/** The columns of the report that hold the access key and the certificate of a slot; slot 1 is not the older key. */
export const keySlot = <const S extends Slot>(slot: S) =>
  ({
    [`access_key_${slot}_active`]: flag(
      `slot ${slot}: an active access key; false is no key or an inactive one`,
    ),
    [`access_key_${slot}_created_at`]: time(
      `slot ${slot}: when the key was created (last rotated); NULL: no key`,
    ),
    [`access_key_${slot}_last_used_at`]: time(`slot ${slot}: last use; NULL: none recorded since 2015-04-22`),
    [`access_key_${slot}_last_used_region`]: text(`slot ${slot}: Region of the last use`),
    [`access_key_${slot}_last_used_service`]: text(`slot ${slot}: service namespace of the last use`),
    [`access_key_${slot}_id`]: text(
      `slot ${slot}: access key id, where the user's keys were listed; the credential report does not tell it`,
    ),
    [`access_key_${slot}_activity_at`]: time(
      `slot ${slot}, derived: last use of an active key, else its creation; NULL: not active or not known`,
    ),
    [`certificate_${slot}_active`]: flag(`slot ${slot}: an active X.509 signing certificate`),
    [`certificate_${slot}_created_at`]: time(`slot ${slot}: when the certificate was created`),
  }) as KeySlot<S>;
