import { defineEntity } from "../model/entity.js";
import { count, text, time } from "../model/table.js";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GroupDetail.html */
export const groups = defineEntity({
  kind: "iam_group",
  words: { one: "IAM group", many: "IAM groups" },
  judged: "each IAM group",
  alias: "gr",
  arn: "arn",
  uniqueId: "group_id",
  gone: "deleted",
  name: "groups",
  doc: "IAM groups, from GetAccountAuthorizationDetails.",
  key: ["account_id", "arn"],
  listedBy: ["authorization_details"],
  scope: "account",
  columns: {
    account_id: text("12 digits"),
    arn: text("ARN of the group"),
    group_name: text("name of the group"),
    group_id: text("unique id (AGPA...)"),
    path: text("IAM path"),
    created_at: time("when the group was created"),
    members: count("users in it; NULL: not all users are known"),
    attached_policies: count("managed policies attached to it"),
    inline_policies: count("inline policies of it"),
  },
});
