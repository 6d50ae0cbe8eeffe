import { defineEntity } from "../model/entity.js";
import { flag, text } from "../model/table.js";

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-enable-root-access.html */
export const rootManagement = defineEntity({
  kind: "root_management",
  words: { one: "organization's root access", many: "root access of organizations" },
  judged: "central root access of each organization",
  alias: "rm",
  name: "root_management",
  doc: "Whether each organization manages the root users of its members centrally: a row of its management account.",
  key: ["account_id"],
  arn: "arn",
  listedBy: ["root_access_features"],
  scope: "account",
  gone: "never",
  columns: {
    account_id: text("12 digits of the management account"),
    org_id: text("organization id (o-...)"),
    arn: text("arn:<partition>:organizations::<management account>:organization/o-..."),
    credentials_managed: flag(
      "RootCredentialsManagement is on: root credentials of members can be removed centrally",
    ),
    sessions_allowed: flag("RootSessions is on: privileged tasks as root of a member can be done centrally"),
  },
});
