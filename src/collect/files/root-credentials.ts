import { count, defineTable, flag, type RowOf, text } from "../../model/table.js";
import { mfaKind } from "./mfa-kind.js";
import type { UserEvidence } from "./user-evidence.js";

/** Lives only while a snapshot is made: what a privileged root session listed. */
export const rootCredentials = defineTable({
  name: "root_credentials",
  doc: "Credentials of root as AssumeRoot with the task IAMAuditRootUserCredentials listed them.",
  key: ["account_id"],
  columns: {
    account_id: text("12 digits"),
    partition: text("aws, aws-cn or aws-us-gov"),
    password: flag("root has a console password"),
    mfa: flag("root has an MFA device"),
    mfa_kind: text("virtual, or hardware (a security key or a token)"),
    access_keys: count("access keys that exist"),
    active_keys: count("access keys that are active"),
    certificates: flag("root has a signing certificate"),
  },
});

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-user-privileged-task.html */
export function rootCredentialRows(
  users: UserEvidence,
  partitions: ReadonlyMap<string | null, string | null>,
): RowOf<typeof rootCredentials>[] {
  return [...users.accounts].flatMap(([accountId, { root }]) => {
    if (root === undefined) return [];
    const { LoginProfile, AccessKeys: keys, SigningCertificates: certificates, MFADevices: devices } = root;
    return [
      {
        account_id: accountId,
        partition: partitions.get(accountId) ?? "aws",
        password: LoginProfile ?? null,
        mfa: devices ? devices.length > 0 : null,
        mfa_kind: devices ? rootKind(devices.map(({ SerialNumber }) => SerialNumber)) : null,
        access_keys: keys?.length ?? null,
        active_keys: keys?.filter(({ Status }) => Status === "Active").length ?? null,
        certificates: certificates ? certificates.length > 0 : null,
      },
    ];
  });
}

/** One virtual device is enough to sign in with, so it decides. */
function rootKind(serials: readonly string[]): "virtual" | "hardware" | null {
  const kinds = serials.map((serial) => mfaKind([serial]));
  if (kinds.length === 0) return null;
  return kinds.some((kind) => kind === "virtual" || kind === "sms") ? "virtual" : "hardware";
}
