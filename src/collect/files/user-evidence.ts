import type { Fresh } from "../../model/fresh.js";
import { parseTime } from "../../model/time.js";
import type {
  KeyLastUsed,
  ListedDevice,
  ListedKey,
  LoginProfile,
  RootCredentials,
  ServiceSpecificCredential,
  SshPublicKey,
  UserDocument,
} from "./user-documents.js";

/** What was read of the single users of one account. */
export class AccountUsers {
  /** Kinds of documents that are there, even if they list nothing. */
  readonly read = new Set<UserDocument["kind"]>();
  readonly keys = new Map<string, ListedKey[]>();
  readonly lastUsed = new Map<string, KeyLastUsed["AccessKeyLastUsed"]>();
  readonly devices = new Map<string, ListedDevice[]>();
  readonly profiles = new Map<string, LoginProfile>();
  readonly serviceSpecific = new Map<string, ServiceSpecificCredential>();
  readonly sshKeys = new Map<string, SshPublicKey>();
  root: RootCredentials | undefined;
  /** When each user was read again live: epoch seconds. */
  readonly freshAt = new Map<string, number>();
}

/** What was read of single users and their credentials, by account. Of two readings of one thing one is kept. */
export class UserEvidence {
  readonly accounts = new Map<string, AccountUsers>();

  fresh({ account_id, collected_at, users }: Fresh): void {
    const account = this.of(account_id);
    const at = parseTime(collected_at) ?? 0;
    for (const name of users) account.freshAt.set(name, Math.max(at, account.freshAt.get(name) ?? 0));
  }

  add(document: UserDocument, accountId: string): void {
    const account = this.of(accountId);
    account.read.add(document.kind);
    switch (document.kind) {
      case "access_keys":
        for (const key of document.value) {
          // Keys without a user are those of root.
          if (key.UserName) addTo(account.keys, key.UserName, key, ({ AccessKeyId }) => AccessKeyId);
        }
        break;
      case "access_keys_last_used":
        for (const { AccessKeyId, AccessKeyLastUsed } of document.value) {
          keep(account.lastUsed, AccessKeyId, AccessKeyLastUsed);
        }
        break;
      case "mfa_devices":
        for (const device of document.value) {
          if (device.UserName) addTo(account.devices, device.UserName, device, (one) => one.SerialNumber);
        }
        break;
      case "login_profiles":
        for (const profile of document.value) keep(account.profiles, profile.UserName, profile);
        break;
      case "service_credentials":
        for (const one of document.value) {
          keep(account.serviceSpecific, one.ServiceSpecificCredentialId, one);
        }
        break;
      case "ssh_public_keys":
        for (const key of document.value) keep(account.sshKeys, key.SSHPublicKeyId, key);
        break;
      case "root_credentials":
        account.root = later(account.root, document.value);
        break;
    }
  }

  private of(accountId: string): AccountUsers {
    const known = this.accounts.get(accountId);
    if (known !== undefined) return known;
    const account = new AccountUsers();
    this.accounts.set(accountId, account);
    return account;
  }
}

/** Puts an item into the list of its user, once. */
function addTo<Item>(
  lists: Map<string, Item[]>,
  userName: string,
  item: Item,
  idOf: (item: Item) => string,
): void {
  const list = lists.get(userName) ?? [];
  lists.set(userName, list);
  const index = list.findIndex((one) => idOf(one) === idOf(item));
  if (index < 0) list.push(item);
  else list[index] = later(list[index], item);
}

function keep<Value>(values: Map<string, Value>, key: string, value: Value): void {
  values.set(key, later(values.get(key), value));
}

/** Of two readings the same one, whichever came first. */
function later<Value>(a: Value | undefined, b: Value): Value {
  return a !== undefined && JSON.stringify(a) > JSON.stringify(b) ? a : b;
}
