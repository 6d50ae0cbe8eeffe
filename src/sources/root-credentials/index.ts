import { z } from "zod";
import { ROOT_TASK } from "../../model/permissions.js";
import { count, defineTable, flag, text as words } from "../../model/table.js";
import { accountDocument, addRow } from "../document.js";
import { mfaKind } from "../mfa-kind.js";
import { defineSource } from "../source.js";
import { maybe, text } from "../values.js";

export const ROOT_CREDENTIALS_FILE = "root-credentials.json";

const rootCredentials = defineTable({
  name: "root_credentials",
  doc: `Lives only while a snapshot is made: credentials of root as AssumeRoot with the task ${ROOT_TASK} listed them.`,
  key: ["account_id"],
  columns: {
    account_id: words("12 digits"),
    password: flag("root has a console password"),
    mfa: flag("root has an MFA device"),
    mfa_kind: words("virtual, or hardware (a security key or a token)"),
    access_keys: count("access keys that exist"),
    active_keys: count("access keys that are active"),
    certificates: flag("root has a signing certificate"),
  },
});

const withStatus = maybe(z.array(z.object({ Status: maybe(text) })));

/**
 * What a privileged root session lists of the root user of a member account; no kind of evidence of its own.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-user-privileged-task.html
 */
export const rootCredentialsSource = defineSource({
  kinds: [],
  scope: "account",
  files: [ROOT_CREDENTIALS_FILE],
  permissions: [
    {
      statement: "AuditRootUsers",
      scope: "organization",
      option: "root",
      target: "root_user",
      delivers: ["root_user"],
      actions: { "sts:AssumeRoot": "looks at the root user of a member account" },
    },
  ],
  tables: [rootCredentials],
  documents: [
    accountDocument({
      member: "RootCredentials",
      shape: {
        RootCredentials: z.object({
          LoginProfile: maybe(z.boolean()),
          AccessKeys: withStatus,
          SigningCertificates: withStatus,
          MFADevices: maybe(z.array(z.object({ SerialNumber: text }))),
        }),
      },
      add: ({ RootCredentials }, at) => {
        const { LoginProfile, AccessKeys: keys, SigningCertificates, MFADevices: devices } = RootCredentials;
        addRow(at, rootCredentials, {
          account_id: at.account,
          password: LoginProfile,
          mfa: devices && devices.length > 0,
          mfa_kind: devices && rootKind(devices.map(({ SerialNumber }) => SerialNumber)),
          access_keys: keys?.length ?? null,
          active_keys: keys?.filter(({ Status }) => Status === "Active").length ?? null,
          certificates: SigningCertificates && SigningCertificates.length > 0,
        });
      },
    }),
  ],
});

/** One virtual device is enough to sign in with, so it decides. */
function rootKind(serials: readonly string[]): "virtual" | "hardware" | null {
  const kinds = serials.map((serial) => mfaKind([serial]));
  if (kinds.length === 0) return null;
  return kinds.some((kind) => kind === "virtual" || kind === "sms") ? "virtual" : "hardware";
}
