import { z } from "zod";
import { parseTime } from "../../model/time.js";
import {
  type AtAccount,
  accountDocument,
  many,
  one,
  type Reader,
  unplacedDocument,
  whole,
} from "../document.js";
import { maybe, text, when } from "../values.js";
import { PARTS } from "./answers.js";
import { FRESH_FILE, freshSchema } from "./fresh-file.js";
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

function ownerOf(raw: unknown): string {
  return owner.safeParse(raw).data?.UserName ?? ANYBODY;
}

function addProfile({ UserName, CreateDate }: z.output<typeof loginProfile>, at: AtAccount): void {
  keep(usersOf(at).passwords, UserName, CreateDate);
}

/** Documents on single users, as IAM and the AWS CLI print them. */
export const USER_DOCUMENTS: readonly Reader[] = [
  accountDocument(
    [
      whole("users", freshSchema, ({ collected_at, users }, at) => {
        const time = parseTime(collected_at) ?? 0;
        const { freshAt } = usersOf(at);
        for (const part of PARTS) {
          for (const name of users[part]) {
            at.evidence.madeAt(time);
            freshAt[part].set(name, Math.max(time, freshAt[part].get(name) ?? 0));
          }
        }
      }),
    ],
    { named: FRESH_FILE, accountOf: (value) => freshSchema.safeParse(value).data?.account_id },
  ),
  accountDocument([
    one("AccessKeyMetadata", z.array(z.unknown()), (_, at) => usersOf(at).listed.add("keys")),
    many(
      "AccessKeyMetadata",
      accessKey,
      ({ UserName, AccessKeyId: id, Status, CreateDate: created_at }, at) => {
        if (UserName) addTo(usersOf(at).keys, UserName, id, { id, active: Status === "Active", created_at });
      },
      (raw, at, lost) =>
        addTo(usersOf(at).keys, ownerOf(raw), lost, { id: "", active: false, created_at: NEVER }),
    ),
  ]),
  accountDocument([
    many("AccessKeysLastUsed", lastUsed, ({ AccessKeyId, AccessKeyLastUsed: use }, at) =>
      keep(usersOf(at).lastUsed, AccessKeyId, {
        last_used_at: use.LastUsedDate,
        last_used_region: use.Region,
        last_used_service: use.ServiceName,
      }),
    ),
  ]),
  accountDocument([
    one("MFADevices", z.array(z.unknown()), (_, at) => usersOf(at).listed.add("devices")),
    many(
      "MFADevices",
      device,
      ({ UserName, SerialNumber: serial, EnableDate: enabledAt }, at) => {
        if (UserName) addTo(usersOf(at).devices, UserName, serial, { serial, enabledAt });
      },
      (raw, at, lost) => addTo(usersOf(at).devices, ownerOf(raw), lost, { serial: "", enabledAt: NEVER }),
    ),
  ]),
  accountDocument([many("LoginProfiles", loginProfile, addProfile)]),
  accountDocument([one("LoginProfile", loginProfile, addProfile)]),
  unplacedDocument(
    "AccessKeyLastUsed",
    "which access key it is about",
    "AccessKeysLastUsed: AccessKeyId, AccessKeyLastUsed",
  ),
];
