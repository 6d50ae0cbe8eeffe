import { z } from "zod";
import { parseTime } from "../../model/time.js";

/** Documents on single users and their credentials, as IAM and the AWS CLI print them. */

const text = z.string();
const when = z.union([text.refine((value) => parseTime(value) !== undefined, "must be a time"), z.number()]);
const status = text.nullish();

const accessKey = z.object({
  /** Not there for the keys of the root user. */
  UserName: text.nullish(),
  AccessKeyId: text,
  Status: text,
  CreateDate: when.nullish(),
});
export type ListedKey = z.output<typeof accessKey>;

const lastUsed = z.object({
  AccessKeyId: text,
  AccessKeyLastUsed: z.object({
    LastUsedDate: when.nullish(),
    Region: text.nullish(),
    ServiceName: text.nullish(),
  }),
});
export type KeyLastUsed = z.output<typeof lastUsed>;

const mfaDevice = z.object({ UserName: text.nullish(), SerialNumber: text, EnableDate: when.nullish() });
export type ListedDevice = z.output<typeof mfaDevice>;

/** CreateDate null: there is no password. */
const loginProfile = z.object({ UserName: text, CreateDate: when.nullable() });
export type LoginProfile = z.output<typeof loginProfile>;

const serviceCredential = z.object({
  UserName: text,
  ServiceSpecificCredentialId: text,
  ServiceName: text.nullish(),
  Status: status,
  CreateDate: when.nullish(),
  ExpirationDate: when.nullish(),
});
export type ServiceSpecificCredential = z.output<typeof serviceCredential>;

const sshKey = z.object({ UserName: text, SSHPublicKeyId: text, Status: status, UploadDate: when.nullish() });
export type SshPublicKey = z.output<typeof sshKey>;

const rootCredentials = z.object({
  RootCredentials: z.object({
    LoginProfile: z.boolean().nullish(),
    AccessKeys: z.array(z.object({ Status: status })).nullish(),
    SigningCertificates: z.array(z.object({ Status: status })).nullish(),
    MFADevices: z.array(z.object({ SerialNumber: text })).nullish(),
  }),
});
export type RootCredentials = z.output<typeof rootCredentials>["RootCredentials"];

export type UserDocument =
  | { readonly kind: "access_keys"; readonly value: readonly ListedKey[] }
  | { readonly kind: "access_keys_last_used"; readonly value: readonly KeyLastUsed[] }
  | { readonly kind: "mfa_devices"; readonly value: readonly ListedDevice[] }
  | { readonly kind: "login_profiles"; readonly value: readonly LoginProfile[] }
  | { readonly kind: "service_credentials"; readonly value: readonly ServiceSpecificCredential[] }
  | { readonly kind: "ssh_public_keys"; readonly value: readonly SshPublicKey[] }
  | { readonly kind: "root_credentials"; readonly value: RootCredentials };

type Reader = readonly [string, (value: unknown) => UserDocument];

/** A list member of a document. */
function listOf<Item extends z.ZodType>(member: string, item: Item, value: unknown): z.output<Item>[] {
  return z
    .record(text, z.unknown())
    .transform((all) => z.array(item).parse(all[member]))
    .parse(value);
}

/** How each document is read, by a member that no other kind has. */
export const USER_READERS: readonly Reader[] = [
  [
    "AccessKeyMetadata",
    (value) => ({ kind: "access_keys", value: listOf("AccessKeyMetadata", accessKey, value) }),
  ],
  [
    "AccessKeysLastUsed",
    (value) => ({ kind: "access_keys_last_used", value: listOf("AccessKeysLastUsed", lastUsed, value) }),
  ],
  ["MFADevices", (value) => ({ kind: "mfa_devices", value: listOf("MFADevices", mfaDevice, value) })],
  [
    "LoginProfiles",
    (value) => ({ kind: "login_profiles", value: listOf("LoginProfiles", loginProfile, value) }),
  ],
  [
    "LoginProfile",
    (value) => ({
      kind: "login_profiles",
      value: [z.object({ LoginProfile: loginProfile }).parse(value).LoginProfile],
    }),
  ],
  [
    "ServiceSpecificCredentials",
    (value) => ({
      kind: "service_credentials",
      value: listOf("ServiceSpecificCredentials", serviceCredential, value),
    }),
  ],
  ["SSHPublicKeys", (value) => ({ kind: "ssh_public_keys", value: listOf("SSHPublicKeys", sshKey, value) })],
  [
    "RootCredentials",
    (value) => ({ kind: "root_credentials", value: rootCredentials.parse(value).RootCredentials }),
  ],
];
