import { defineLakeTable } from "../model/entity.js";
import { text, time } from "../model/table.js";

export const groups = defineLakeTable({
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
  },
});
