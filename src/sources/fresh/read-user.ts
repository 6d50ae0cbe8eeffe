import {
  type AccessKeyMetadata,
  GetAccessKeyLastUsedCommand,
  GetLoginProfileCommand,
  ListAccessKeysCommand,
  ListMFADevicesCommand,
  type MFADevice,
} from "@aws-sdk/client-iam";
import { allPages, iamNextToken } from "../../aws/all-pages.js";
import type { AwsClients } from "../../aws/aws-clients.js";
import { classifyFailure } from "../../aws/classify-failure.js";
import { coverageOf } from "../../aws/coverage-of.js";
import { present } from "../../aws/present.js";
import { ANSWERS, type Answer, type Part } from "./answers.js";
import { type FreshUser, isChanged, keysToAsk, type UserToRead } from "./user-to-read.js";

/** The user was deleted since, or could not be read whole. */
export type FreshOutcome =
  | { readonly is: "read"; readonly user: FreshUser }
  | { readonly is: "gone" }
  | { readonly is: "failed"; readonly why: string };

class FreshFailed extends Error {}
class UserGone extends Error {}

const ALL: ReadonlySet<Answer> = new Set(ANSWERS);
const NOTHING = { devices: undefined, password: undefined, keys: undefined, lastUsed: [] };

/**
 * Reads again what is asked of a user, all of it or nothing. If any of it differs from what was known, the rest is read
 * too: no verdict then rests half on new evidence and half on evidence from before the change.
 */
export async function readFreshUser(clients: AwsClients, wanted: UserToRead): Promise<FreshOutcome> {
  const { userName, answers, known } = wanted;
  try {
    const asked = await readMore(clients, wanted, answers, { userName, ...NOTHING });
    const user = isChanged(asked, known) ? await readMore(clients, wanted, ALL, asked) : asked;
    return { is: "read", user };
  } catch (error) {
    if (error instanceof UserGone) return { is: "gone" };
    if (error instanceof FreshFailed) return { is: "failed", why: error.message };
    throw error;
  }
}

/** Asks what of these answers is not there yet. */
async function readMore(
  clients: AwsClients,
  { userName, known }: UserToRead,
  answers: ReadonlySet<Answer>,
  before: FreshUser,
): Promise<FreshUser> {
  const missing = (part: Part) => answers.has(part) && before[part] === undefined;
  const [devices, password, keys] = await Promise.all([
    missing("devices") ? ofUser("iam:ListMFADevices", () => listDevices(clients, userName)) : before.devices,
    missing("password")
      ? ask("iam:GetLoginProfile", () => passwordCreation(clients, userName)).then((made) => made ?? null)
      : before.password,
    missing("keys") ? ofUser("iam:ListAccessKeys", () => listKeys(clients, userName)) : before.keys,
  ]);
  const lastUsed = [...before.lastUsed];
  const told = new Set(lastUsed.map(({ AccessKeyId }) => AccessKeyId));
  for (const AccessKeyId of keysToAsk(keys ?? [], answers, known).filter((id) => !told.has(id))) {
    const used = await ask("iam:GetAccessKeyLastUsed", () => lastUse(clients, AccessKeyId));
    // The key was deleted in this very moment; so it is no longer among the keys either.
    if (used === undefined) throw new FreshFailed("a key was deleted while it was read");
    lastUsed.push({ AccessKeyId, AccessKeyLastUsed: used });
  }
  return { userName, devices, password, keys, lastUsed };
}

/** An answer that AWS refuses only where there is no such user. */
async function ofUser<T>(action: string, send: () => Promise<T>): Promise<T> {
  const answer = await ask(action, send);
  if (answer === undefined) throw new UserGone();
  return answer;
}

/** undefined: AWS knows no such thing. */
async function ask<T>(action: string, send: () => Promise<T>): Promise<T | undefined> {
  try {
    return await send();
  } catch (error) {
    const failure = classifyFailure(error);
    if (failure.code === "NoSuchEntity") return undefined;
    const { status, detail } = coverageOf(failure, action);
    throw new FreshFailed(status === "denied" ? `${detail} (denied)` : detail);
  }
}

async function listDevices({ iam }: AwsClients, UserName: string): Promise<MFADevice[]> {
  const pages = await allPages(
    (Marker) => iam.send(new ListMFADevicesCommand({ UserName, Marker })),
    iamNextToken,
  );
  return pages.flatMap((page) => present(page.MFADevices, "MFADevices"));
}

async function listKeys({ iam }: AwsClients, UserName: string): Promise<AccessKeyMetadata[]> {
  const pages = await allPages(
    (Marker) => iam.send(new ListAccessKeysCommand({ UserName, Marker })),
    iamNextToken,
  );
  return pages.flatMap((page) => present(page.AccessKeyMetadata, "AccessKeyMetadata"));
}

async function passwordCreation({ iam }: AwsClients, UserName: string): Promise<Date> {
  const { LoginProfile } = await iam.send(new GetLoginProfileCommand({ UserName }));
  return present(LoginProfile?.CreateDate, "CreateDate");
}

async function lastUse({ iam }: AwsClients, AccessKeyId: string): Promise<unknown> {
  const { AccessKeyLastUsed } = await iam.send(new GetAccessKeyLastUsedCommand({ AccessKeyId }));
  return present(AccessKeyLastUsed, "AccessKeyLastUsed");
}
