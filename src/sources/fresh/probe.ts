import {
  GetAccessKeyLastUsedCommand,
  type GetCredentialReportResponse,
  GetLoginProfileCommand,
  ListAccessKeysCommand,
  ListMFADevicesCommand,
} from "@aws-sdk/client-iam";
import { parse } from "csv-parse/sync";
import { probedDetails } from "../authorization-details/index.js";
import { probedReport } from "../credential-report/index.js";
import type { Probes } from "../probes.js";

const NO_KEY = "not tried: no access key was found to ask about";
const NO_USER = "not tried: no IAM user was found to ask about";
/** GetLoginProfile answers this for a user without a password. */
const NO_PASSWORD = { NoSuchEntity: "" };
const DEVICES = "iam:ListMFADevices";
const PASSWORD = "iam:GetLoginProfile";
const KEYS = "iam:ListAccessKeys";
const LAST_USED = "iam:GetAccessKeyLastUsed";

/**
 * Tries the actions of `--fresh` on one user, if possible one with an access key: when a key was last used AWS tells
 * only of keys that exist.
 */
export async function probeFresh(probes: Probes): Promise<void> {
  if (!probes.options.fresh) return;
  const { iam } = probes.clients;
  const owner = userWithKey(probedReport.get(probes));
  const listed = probedDetails.get(probes)?.UserDetailList?.flatMap(({ UserName = [] }) => UserName) ?? [];
  const users = owner === undefined ? listed : [owner];
  const [UserName] = users;
  if (UserName === undefined) {
    probes.skip([DEVICES, PASSWORD, KEYS, LAST_USED], NO_USER);
    return;
  }
  await probes.ask(DEVICES, () => iam.send(new ListMFADevicesCommand({ UserName, MaxItems: 1 })));
  await probes.ask(PASSWORD, () => iam.send(new GetLoginProfileCommand({ UserName })), NO_PASSWORD);
  await probeKeys(probes, users);
}

/** Lists the keys of the users one by one until there is a key, and asks for its last use. */
async function probeKeys(probes: Probes, users: readonly string[]): Promise<void> {
  const { iam } = probes.clients;
  for (const UserName of users) {
    const keys = await probes.ask(KEYS, () => iam.send(new ListAccessKeysCommand({ UserName, MaxItems: 1 })));
    if (keys.result.status !== "ok") break;
    const AccessKeyId = keys.answer?.AccessKeyMetadata?.[0]?.AccessKeyId;
    if (AccessKeyId === undefined) continue;
    await probes.ask(LAST_USED, () => iam.send(new GetAccessKeyLastUsedCommand({ AccessKeyId })));
    return;
  }
  probes.skip([LAST_USED], NO_KEY);
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
