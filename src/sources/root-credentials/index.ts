import { z } from "zod";
import { accountDocument, whole } from "../document.js";
import { mfaKind } from "../mfa-kind.js";
import { defineSource, grants } from "../source.js";
import { MOMENT, NUMBER, TRUTH, WORDS, workTable } from "../table-rows.js";
import { maybe, text, when } from "../values.js";

export const ROOT_CREDENTIALS_FILE = "root-credentials.json";
export const ROOT_KIND = "root_credentials";

const rootCredentials = workTable("root_credentials", {
  account_id: WORDS,
  password: TRUTH,
  mfa: TRUTH,
  mfa_kind: WORDS,
  access_keys: NUMBER,
  active_keys: NUMBER,
  certificates: TRUTH,
  collected_at: MOMENT,
});

const withStatus = maybe(z.array(z.object({ Status: maybe(text) })));
const credentials = z.object({
  LoginProfile: maybe(z.boolean()),
  AccessKeys: withStatus,
  SigningCertificates: withStatus,
  MFADevices: maybe(z.array(z.object({ SerialNumber: text }))),
});

/** When it was listed stands beside it: it is no evidence of a kind of its own that would have a time. */
const document = z.object({ RootCredentials: credentials, CollectedAt: maybe(when) });

/**
 * What a privileged root session lists of the root user of a member account. It needs no role there, so it may be all that
 * is known of an account.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-user-privileged-task.html
 */
export const rootCredentialsSource = defineSource({
  kinds: [ROOT_KIND],
  scope: "account",
  files: [ROOT_CREDENTIALS_FILE],
  command: "iamspect audit --org --assume-root",
  permissions: grants(
    "AuditRootUsers",
    { "sts:AssumeRoot": "looks at the root user of a member account" },
    { scope: "organization", option: "root", target: "root_user" },
  ),
  tables: [rootCredentials],
  documents: [
    accountDocument([
      whole("RootCredentials", document, ({ RootCredentials, CollectedAt }, { rows, account }) => {
        const { LoginProfile, AccessKeys: keys, SigningCertificates, MFADevices: devices } = RootCredentials;
        rows.add(rootCredentials, {
          account_id: account,
          password: LoginProfile,
          mfa: devices && devices.length > 0,
          mfa_kind: devices && rootKind(devices.map(({ SerialNumber }) => SerialNumber)),
          access_keys: keys?.length ?? null,
          active_keys: keys?.filter(({ Status }) => Status === "Active").length ?? null,
          certificates: SigningCertificates && SigningCertificates.length > 0,
          collected_at: CollectedAt,
        });
      }),
    ]),
  ],
});

/** One virtual device is enough to sign in with, so it decides. */
function rootKind(serials: readonly string[]): "virtual" | "hardware" | null {
  const kinds = serials.map((serial) => mfaKind([serial]));
  if (kinds.length === 0) return null;
  return kinds.some((kind) => kind === "virtual" || kind === "sms") ? "virtual" : "hardware";
}
