import { z } from "zod";
import { parseTime } from "../../model/time.js";
import {
  type AtAccount,
  accountDocument,
  accountList,
  each,
  type Lost,
  type Reader,
  unplacedDocument,
} from "../document.js";
import { maybe, text, when } from "../values.js";
import { FRESH_FILE, freshShape } from "./fresh-file.js";
import { AccountUsers, ANYBODY, addTo, keep, userReadings } from "./readings.js";

/** Not there for the keys of the root user. */
const owner = z.object({ UserName: maybe(text) });
const accessKey = owner.extend({ AccessKeyId: text, Status: text, CreateDate: maybe(when) });
const device = owner.extend({ SerialNumber: text, EnableDate: maybe(when) });
const unlessUnknown = maybe(text).transform((value) => (value === "N/A" ? null : value));
const lastUsed = z.object({
  AccessKeyId: text,
  AccessKeyLastUsed: z.object({
    LastUsedDate: maybe(when),
    Region: unlessUnknown,
    ServiceName: unlessUnknown,
  }),
});
/** CreateDate null: there is no password. */
const loginProfile = z.object({ UserName: text, CreateDate: when.nullable() });

/** What was made after any audit time: it makes all that it belongs to unknown. */
const NEVER = Number.MAX_SAFE_INTEGER;

function usersOf({ evidence, account }: AtAccount): AccountUsers {
  const accounts = userReadings(evidence);
  const users = accounts.get(account) ?? new AccountUsers();
  accounts.set(account, users);
  return users;
}

function ownerOf({ raw }: Lost): string {
  return owner.safeParse(raw).data?.UserName ?? ANYBODY;
}

function addProfile({ UserName, CreateDate }: z.output<typeof loginProfile>, at: AtAccount): void {
  keep(usersOf(at).passwords, UserName, CreateDate);
}

/** Documents on single users, as IAM and the AWS CLI print them. */
export const USER_DOCUMENTS: readonly Reader[] = [
  accountDocument({
    named: FRESH_FILE,
    member: "users",
    shape: freshShape,
    accountOf: ({ account_id }) => account_id,
    add: ({ collected_at, users }, at) => {
      const { freshAt } = usersOf(at);
      const time = parseTime(collected_at) ?? 0;
      if (users.length > 0) at.evidence.madeAt(time);
      for (const name of users) freshAt.set(name, Math.max(time, freshAt.get(name) ?? 0));
    },
  }),
  accountDocument({
    member: "AccessKeyMetadata",
    shape: { AccessKeyMetadata: each(accessKey) },
    add: ({ AccessKeyMetadata }, at) => {
      const { keys, listed } = usersOf(at);
      listed.add("keys");
      for (const { UserName, AccessKeyId: id, Status, CreateDate: created_at } of AccessKeyMetadata.good) {
        if (UserName) addTo(keys, UserName, id, { id, active: Status === "Active", created_at });
      }
    },
    lost: (lost, at) =>
      addTo(usersOf(at).keys, ownerOf(lost), lost.place, { id: "", active: false, created_at: NEVER }),
  }),
  accountList({
    member: "AccessKeysLastUsed",
    element: lastUsed,
    add: ({ AccessKeyId, AccessKeyLastUsed: use }, at) =>
      keep(usersOf(at).lastUsed, AccessKeyId, {
        last_used_at: use.LastUsedDate,
        last_used_region: use.Region,
        last_used_service: use.ServiceName,
      }),
  }),
  accountDocument({
    member: "MFADevices",
    shape: { MFADevices: each(device) },
    add: ({ MFADevices }, at) => {
      const { devices, listed } = usersOf(at);
      listed.add("devices");
      for (const { UserName, SerialNumber: serial, EnableDate: enabledAt } of MFADevices.good) {
        if (UserName) addTo(devices, UserName, serial, { serial, enabledAt });
      }
    },
    lost: (lost, at) =>
      addTo(usersOf(at).devices, ownerOf(lost), lost.place, { serial: "", enabledAt: NEVER }),
  }),
  accountList({ member: "LoginProfiles", element: loginProfile, add: addProfile }),
  accountDocument({
    member: "LoginProfile",
    shape: { LoginProfile: loginProfile },
    add: ({ LoginProfile }, at) => addProfile(LoginProfile, at),
  }),
  unplacedDocument(
    "AccessKeyLastUsed",
    "which access key it is about",
    "AccessKeysLastUsed: AccessKeyId, AccessKeyLastUsed",
  ),
];
