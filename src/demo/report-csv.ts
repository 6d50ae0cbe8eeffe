import type { CohortAccount } from "./cohort.js";
import type { AccessKey, DatedUser } from "./dated-user.js";
import { homeOf } from "./home.js";
import { Prng } from "./prng.js";
import { ANY_SERVICE, servicesOf } from "./services.js";
import { timeText } from "./time-text.js";

const COLUMNS = [
  "user",
  "arn",
  "user_creation_time",
  "password_enabled",
  "password_last_used",
  "password_last_changed",
  "password_next_rotation",
  "mfa_active",
  "access_key_1_active",
  "access_key_1_last_rotated",
  "access_key_1_last_used_date",
  "access_key_1_last_used_region",
  "access_key_1_last_used_service",
  "access_key_2_active",
  "access_key_2_last_rotated",
  "access_key_2_last_used_date",
  "access_key_2_last_used_region",
  "access_key_2_last_used_service",
  "cert_1_active",
  "cert_1_last_rotated",
  "cert_2_active",
  "cert_2_last_rotated",
];

/** Services that are of no Region, as AWS's own example has it for S3. */
const WITHOUT_REGION = new Set(["s3"]);
/** Services that are called in one Region wherever the caller is. */
const IN_VIRGINIA = new Set(["iam", "route53", "sts", "ce", "cur", "budgets"]);
/** The part of uses outside of the account's own Region. */
const ELSEWHERE = 0.12;

const NO_KEY = "false,N/A,N/A,N/A,N/A";
const NO_CERTIFICATES = "false,N/A,false,N/A";

/**
 * The credential report of an account: 22 columns, LF, no newline at the end, the root user first.
 * See https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html
 */
export function reportCsv(account: CohortAccount): string {
  const prng = new Prng(`report of ${account.id}`);
  const zone = prng.chance(0.5) ? "Z" : "+00:00";
  const { region } = homeOf(account);
  const time: TimeField = (seconds, none) => (seconds === undefined ? none : timeText(seconds, zone));
  const place: PlaceField = (services) => {
    const service = prng.pick(services);
    if (WITHOUT_REGION.has(service)) return `N/A,${service}`;
    const virginia = IN_VIRGINIA.has(service) || prng.chance(ELSEWHERE);
    return `${virginia ? "us-east-1" : region},${service}`;
  };
  const credentials = ({ device, keys }: Pick<DatedUser, "device" | "keys">, services: readonly string[]) => {
    const [first, second] = keys.map((key) => keyFields(key, time, () => place(services)));
    return `${device !== undefined},${first},${second},${NO_CERTIFICATES}`;
  };
  const { root } = account;
  const rootRow =
    `<root_account>,arn:aws:iam::${account.id}:root,${timeText(root.created, zone)},` +
    `true,${time(root.passwordUsed, "no_information")},${timeText(root.passwordChanged, zone)},not_supported,` +
    credentials(root, ANY_SERVICE);
  const rows = account.users.map(
    (user) =>
      `${quoted(user.name)},${quoted(user.arn)},${timeText(user.dated.created, zone)},` +
      `${passwordFields(user.dated, time)},${credentials(user.dated, servicesOf(user))}`,
  );
  return [COLUMNS.join(","), rootRow, ...rows].join("\n");
}

type TimeField = (seconds: number | undefined, none: string) => string;
/** Region and service of a use. */
type PlaceField = (services: readonly string[]) => string;

/** Enabled, last used, last changed, next rotation: none of these accounts lets passwords expire. */
function passwordFields({ password }: DatedUser, time: TimeField): string {
  if (password === undefined) return "false,N/A,N/A,N/A";
  return `true,${time(password.used, "no_information")},${time(password.changed, "")},N/A`;
}

function keyFields(key: AccessKey | undefined, time: TimeField, place: () => string): string {
  if (key === undefined) return NO_KEY;
  const where = key.used === undefined ? "N/A,N/A" : place();
  return `${key.active},${time(key.rotated, "N/A")},${time(key.used, "N/A")},${where}`;
}

/** Only names, and ARNs with them, can hold a comma. */
function quoted(field: string): string {
  return field.includes(",") ? `"${field}"` : field;
}
