import {
  GetAccessKeyLastUsedCommand,
  type GetAccountAuthorizationDetailsResponse,
  type GetCredentialReportResponse,
  GetLoginProfileCommand,
  type IAMClient,
  ListAccessKeysCommand,
  ListMFADevicesCommand,
} from "@aws-sdk/client-iam";
import { parse } from "csv-parse/sync";
import { ask, type ProbeResult } from "./ask.js";

const NO_KEY = "not tried: no access key was found to ask about";
const NO_USER = "not tried: no IAM user was found to ask about";
/** GetLoginProfile answers this for a user without a password. */
const NO_PASSWORD = { NoSuchEntity: "" };
const LAST_USED = "iam:GetAccessKeyLastUsed";

/** So many users are asked for an access key when there is no report that names one who has it. */
export const FRESH_USERS = 10;

/**
 * Tries the actions of `--fresh` on one user, if possible one with an access key: when a key was last used AWS tells
 * only of keys that exist.
 */
export async function probeFresh(
  iam: IAMClient,
  report: GetCredentialReportResponse | undefined,
  details: GetAccountAuthorizationDetailsResponse | undefined,
): Promise<ProbeResult[]> {
  const owner = userWithKey(report);
  const listed = details?.UserDetailList?.flatMap(({ UserName = [] }) => UserName) ?? [];
  const users = owner === undefined ? listed.slice(0, FRESH_USERS) : [owner];
  const [UserName] = users;
  if (UserName === undefined) {
    const actions = ["iam:ListMFADevices", "iam:GetLoginProfile", "iam:ListAccessKeys", LAST_USED];
    return actions.map((action) => ({ action, status: "not_checked", detail: NO_USER }));
  }
  const devices = await ask("iam:ListMFADevices", () =>
    iam.send(new ListMFADevicesCommand({ UserName, MaxItems: 1 })),
  );
  const password = await ask(
    "iam:GetLoginProfile",
    () => iam.send(new GetLoginProfileCommand({ UserName })),
    NO_PASSWORD,
  );
  return [devices.result, password.result, ...(await probeKeys(iam, users))];
}

/** Lists the keys of the users one by one until there is a key, and asks for its last use. */
async function probeKeys(iam: IAMClient, users: readonly string[]): Promise<ProbeResult[]> {
  let listed: ProbeResult = { action: "iam:ListAccessKeys", status: "not_checked", detail: NO_USER };
  for (const UserName of users) {
    const keys = await ask("iam:ListAccessKeys", () =>
      iam.send(new ListAccessKeysCommand({ UserName, MaxItems: 1 })),
    );
    listed = keys.result;
    if (listed.status !== "ok") break;
    const AccessKeyId = keys.answer?.AccessKeyMetadata?.[0]?.AccessKeyId;
    if (AccessKeyId === undefined) continue;
    const used = await ask(LAST_USED, () => iam.send(new GetAccessKeyLastUsedCommand({ AccessKeyId })));
    return [listed, used.result];
  }
  return [listed, { action: LAST_USED, status: "not_checked", detail: NO_KEY }];
}

/** The first user of the report that has an active access key. */
function userWithKey(report: GetCredentialReportResponse | undefined): string | undefined {
  if (report?.Content === undefined) return undefined;
  try {
    const rows: unknown[] = parse(Buffer.from(report.Content), { columns: true, relax_column_count: true });
    return rows.map(nameOfKeyOwner).find((name) => name !== undefined);
  } catch {
    // A malformed report is for the audit to tell; here it is only one way to find a user.
    return undefined;
  }
}

function nameOfKeyOwner(row: unknown): string | undefined {
  if (typeof row !== "object" || row === null) return undefined;
  const field = (name: string): unknown => Reflect.get(row, name);
  const name = field("user");
  if (typeof name !== "string" || name === "<root_account>") return undefined;
  const active = ["access_key_1_active", "access_key_2_active"];
  return active.some((column) => String(field(column)).toLowerCase() === "true") ? name : undefined;
}
