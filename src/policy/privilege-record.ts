import type { PrivilegeRecord } from "../model/results/mfa.js";
import type { Privilege } from "./privilege.js";

/** The privilege of a subject as it is put out. */
export function privilegeRecord({ noMfa, mfa, guardRemoval }: Privilege): PrivilegeRecord {
  return { no_mfa: noMfa, mfa, guard_removal: { no_mfa: guardRemoval.noMfa, mfa: guardRemoval.mfa } };
}
