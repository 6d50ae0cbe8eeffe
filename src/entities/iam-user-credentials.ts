import { type CredentialInColumns, columnsSql } from "../model/entity.js";
import { iamUserColumns } from "./iam-user-columns.js";
import { SLOTS, type Slot } from "./key-slot.js";
import { serviceCredentialRows } from "./service-credential.js";

/** SQL of what identifies a key or certificate. */
interface InSlot {
  readonly active: string;
  readonly created_at: string;
  readonly id: string;
}

/**
 * What tells a key or certificate from others of its user: its id where known, else the second in which it was made; never
 * the slot, for slots move when a key is switched off. Two active ones made in one second are told apart by a mark.
 */
function identity(slot: Slot, of: (slot: Slot) => InSlot): string {
  const [own, other] = [of(slot), of(slot === 1 ? 2 : 1)];
  const sql = `coalesce(${own.id}, CAST(${own.created_at} AS VARCHAR), '?')`;
  if (slot === 1) return sql;
  const twin = `${other.created_at} = ${own.created_at} AND ${other.active} AND ${own.id} IS NULL`;
  return `CASE WHEN ${twin} THEN ${sql} || '#2' ELSE ${sql} END`;
}

/** The same over any row that has these columns of the key slots. */
function keyIdentity(alias: string, slot: Slot): string {
  return identity(slot, (one) => ({
    active: `${alias}.access_key_${one}_active`,
    created_at: `${alias}.access_key_${one}_created_at`,
    id: `${alias}.access_key_${one}_id`,
  }));
}

const password: CredentialInColumns = {
  kind: "password",
  slot: null,
  sql: (alias) => {
    const user = columnsSql(iamUserColumns, alias);
    return {
      columns: {
        active: user.password_enabled,
        created_at: user.password_last_changed_at,
        last_used_at: user.password_last_used_at,
        activity_at: user.password_activity_at,
      },
      identity: "''",
      exists: `coalesce(${user.password_enabled}, TRUE)`,
    };
  },
};

const accessKey = (slot: Slot): CredentialInColumns => ({
  kind: "access_key",
  slot,
  sql: (alias) => {
    const user = columnsSql(iamUserColumns, alias);
    return {
      columns: {
        id: user[`access_key_${slot}_id`],
        active: user[`access_key_${slot}_active`],
        created_at: user[`access_key_${slot}_created_at`],
        last_used_at: user[`access_key_${slot}_last_used_at`],
        last_used_region: user[`access_key_${slot}_last_used_region`],
        last_used_service: user[`access_key_${slot}_last_used_service`],
        activity_at: user[`access_key_${slot}_activity_at`],
      },
      identity: keyIdentity(alias, slot),
    };
  },
});

const certificate = (slot: Slot): CredentialInColumns => ({
  kind: "signing_certificate",
  slot,
  sql: (alias) => {
    const user = columnsSql(iamUserColumns, alias);
    const of = (one: Slot) => ({
      active: user[`certificate_${one}_active`],
      created_at: user[`certificate_${one}_created_at`],
    });
    // The report does not tell the ids of certificates.
    const id = "CAST(NULL AS VARCHAR)";
    const { active, created_at } = of(slot);
    return {
      columns: { active, created_at },
      identity: identity(slot, (one) => ({ ...of(one), id })),
      // Old reports do not tell of certificates at all.
      exists: `(coalesce(${active}, FALSE) OR ${created_at} IS NOT NULL)`,
    };
  },
});

/** How the credentials of a user lie: those of the credential report in columns of its row, all others in rows. */
export const userCredentials = {
  inColumns: [password, ...SLOTS.map(accessKey), ...SLOTS.map(certificate)],
  inRows: serviceCredentialRows,
};
