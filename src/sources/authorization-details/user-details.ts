import { defineTable, json, list, text, time } from "../../model/table.js";

export const userDetails = defineTable({
  name: "user_details",
  doc: "What GetAccountAuthorizationDetails says of each user; joined into iam_users when the snapshot is made.",
  key: ["account_id", "arn"],
  columns: {
    account_id: text("12 digits"),
    arn: text("the user's ARN"),
    user_name: text("IAM user name"),
    user_id: text("unique id (AIDA...)"),
    path: text("IAM path"),
    created_at: time("when the user was created"),
    groups: list("names of the IAM groups"),
    tags: json("tags: an object of strings"),
    boundary_arn: text("ARN of the permissions boundary"),
  },
});
