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

/** What AWS says of one user at this moment. */
export interface FreshUser {
  readonly userName: string;
  readonly devices: readonly MFADevice[];
  /** undefined: there is no password. */
  readonly passwordCreated: Date | undefined;
  readonly keys: readonly AccessKeyMetadata[];
  readonly lastUsed: readonly { readonly AccessKeyId: string; readonly AccessKeyLastUsed: unknown }[];
}

/** The user was deleted since, or could not be read whole. */
export type FreshOutcome =
  | { readonly is: "read"; readonly user: FreshUser }
  | { readonly is: "gone" }
  | { readonly is: "failed"; readonly why: string };

class FreshFailed extends Error {}

/**
 * Reads again what the credential report says of a user: devices, password, keys with their last use. All of it or
 * nothing: half new and half old evidence would be neither.
 */
export async function readFreshUser(clients: AwsClients, userName: string): Promise<FreshOutcome> {
  const UserName = userName;
  try {
    const [devices, passwordCreated, keys] = await Promise.all([
      ask("iam:ListMFADevices", () => listDevices(clients, UserName)),
      ask("iam:GetLoginProfile", () => passwordCreation(clients, UserName)),
      ask("iam:ListAccessKeys", () => listKeys(clients, UserName)),
    ]);
    if (devices === undefined || keys === undefined) return { is: "gone" };
    const lastUsed = [];
    for (const { AccessKeyId } of keys) {
      const id = present(AccessKeyId, "AccessKeyId");
      const used = await ask("iam:GetAccessKeyLastUsed", () => lastUse(clients, id));
      // The key was deleted in this very moment; so it is no longer among the keys either.
      if (used === undefined) return { is: "failed", why: "a key was deleted while it was read" };
      lastUsed.push({ AccessKeyId: id, AccessKeyLastUsed: used });
    }
    return { is: "read", user: { userName, devices, passwordCreated, keys, lastUsed } };
  } catch (error) {
    if (error instanceof FreshFailed) return { is: "failed", why: error.message };
    throw error;
  }
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
