import type { CohortAccount } from "./cohort.js";
import type { AccessKey, DatedUser } from "./dated-user.js";
import { Prng } from "./prng.js";
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

/** Where keys are used; services without a Region report `N/A`, as AWS's own example S3 does. */
const USES = [
  ["N/A", "s3"],
  ["N/A", "s3"],
  ["us-east-1", "ec2"],
  ["us-east-1", "iam"],
  ["us-east-1", "sts"],
  ["us-west-2", "ses"],
  ["us-west-2", "sqs"],
  ["eu-west-1", "logs"],
  ["eu-central-1", "lambda"],
  ["ap-southeast-2", "dynamodb"],
] as const;

const NO_KEY = "false,N/A,N/A,N/A,N/A";
const NO_CERTIFICATES = "false,N/A,false,N/A";

/**
 * The credential report of an account: 22 columns, LF, no newline at the end, the root user first.
 * See https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html
 */
export function reportCsv(account: CohortAccount): string {
  const prng = new Prng(`report of ${account.id}`);
  const zone = prng.chance(0.5) ? "Z" : "+00:00";
  const time: TimeField = (seconds, none) => (seconds === undefined ? none : timeText(seconds, zone));
  const credentials = (mfa: boolean, [first, second]: DatedUser["keys"]) =>
    `${mfa},${keyFields(prng, first, time)},${keyFields(prng, second, time)},${NO_CERTIFICATES}`;
  const { root } = account;
  const rootRow =
    `<root_account>,arn:aws:iam::${account.id}:root,${timeText(root.created, zone)},` +
    `true,${time(root.passwordUsed, "no_information")},${timeText(root.passwordChanged, zone)},not_supported,` +
    credentials(root.mfa, root.keys);
  const rows = account.users.map(
    ({ name, arn, dated }) =>
      `${quoted(name)},${quoted(arn)},${timeText(dated.created, zone)},${passwordFields(dated, time)},` +
      credentials(dated.mfa, dated.keys),
  );
  return [COLUMNS.join(","), rootRow, ...rows].join("\n");
}

type TimeField = (seconds: number | undefined, none: string) => string;

/** Enabled, last used, last changed, next rotation: none of these accounts lets passwords expire. */
function passwordFields({ password }: DatedUser, time: TimeField): string {
  if (password === undefined) return "false,N/A,N/A,N/A";
  return `true,${time(password.used, "no_information")},${time(password.changed, "")},N/A`;
}

function keyFields(prng: Prng, key: AccessKey | undefined, time: TimeField): string {
  if (key === undefined) return NO_KEY;
  const [region, service] = key.used === undefined ? ["N/A", "N/A"] : prng.pick(USES);
  return `${key.active},${time(key.rotated, "N/A")},${time(key.used, "N/A")},${region},${service}`;
}

/** Only names, and ARNs with them, can hold a comma. */
function quoted(field: string): string {
  return field.includes(",") ? `"${field}"` : field;
}
