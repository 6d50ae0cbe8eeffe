import { columnsSql, defineEntity } from "../model/entity.js";
import { count, flag, text, time } from "../model/table.js";

const columns = {
  account_id: text("12 digits"),
  arn: text("arn:<partition>:iam::<account>:root"),
  partition: text(
    "derived: aws, aws-cn (no root user) or aws-us-gov (root has access keys at most, and signs in nowhere)",
  ),
  created_at: time("when the account was created"),
  password_enabled: flag("root has a console password; NULL: not told (not_supported in older reports)"),
  password_last_used_at: time("last console sign-in of root"),
  password_last_changed_at: time("when the root password was last set"),
  mfa_active: flag("an MFA device is registered for root"),
  mfa_contradiction: text(
    "what each source says of MFA, where they contradict each other and none is known to be the newest: `credential report: yes, account summary: no`",
  ),
  mfa_kind: text("virtual, or hardware (a security key or a token); NULL: none or not known"),
  access_keys: count("access keys that exist, active or not"),
  active_keys: count("access keys that are active"),
  keys_contradiction: text("the same of whether there is an access key"),
  signing_certificate: flag("an X.509 signing certificate exists, active or not"),
  certificate_contradiction: text("the same of whether there is a signing certificate"),
  key_last_used_at: time("latest use of an access key of root; NULL: none recorded, or not known"),
  last_used_at: time("latest use of any root credential; NULL: none recorded, or not known"),
  use_known: flag("the report tells when each root credential was last used"),
  has_credentials: flag("root has a password, an access key or a signing certificate"),
} as const;
/** The root user of each account: the first row of the credential report, and GetAccountSummary. */
export const rootUsers = defineEntity({
  kind: "root_user",
  words: { one: "root user", many: "root users" },
  core: true,
  judged: "the root user of each account",
  alias: "r",
  name: "root_users",
  doc: "The root user of each account, from the credential report, the account summary and the MFA device list.",
  key: ["account_id"],
  arn: "arn",
  listedBy: ["credential_report", "account_summary", "root_credentials"],
  filledBy: { mfa_kind: ["virtual_mfa_devices"] },
  scope: "account",
  gone: "never",
  // https://docs.amazonaws.cn/en_us/aws/latest/userguide/iam.html
  // https://docs.aws.amazon.com/govcloud-us/latest/UserGuide/govcloud-iam.html
  derived: [{ partition: "split_part(arn, ':', 2)" }],
  columns,
  credentials: {
    inColumns: [
      {
        kind: "root_password",
        slot: null,
        sql: (alias) => {
          const root = columnsSql(columns, alias);
          return {
            columns: {
              // Older reports do not tell of the root password by itself.
              active: `coalesce(${root.password_enabled}, ${root.has_credentials})`,
              created_at: `coalesce(${root.password_last_changed_at}, ${root.created_at})`,
              last_used_at: root.password_last_used_at,
              activity_at: root.last_used_at,
            },
            identity: "''",
            exists: `coalesce(${root.password_enabled}, ${root.has_credentials}, TRUE)`,
          };
        },
      },
      {
        kind: "root_key",
        slot: null,
        sql: (alias) => {
          const root = columnsSql(columns, alias);
          return {
            columns: {
              active: `${root.active_keys} > 0`,
              created_at: root.created_at,
              last_used_at: root.key_last_used_at,
              activity_at: root.key_last_used_at,
            },
            identity: "''",
            exists: `coalesce(${root.access_keys} > 0, TRUE)`,
          };
        },
      },
    ],
  },
});
