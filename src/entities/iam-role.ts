import { defineLakeTable } from "../model/entity.js";
import { json, text, time } from "../model/table.js";

export const roles = defineLakeTable({
  name: "roles",
  doc: "IAM roles, from GetAccountAuthorizationDetails.",
  key: ["account_id", "arn"],
  listedBy: ["authorization_details"],
  scope: "account",
  columns: {
    account_id: text("12 digits"),
    arn: text("ARN of the role"),
    role_name: text("name of the role"),
    role_id: text("unique id (AROA...)"),
    path: text("IAM path"),
    created_at: time("when the role was created"),
    last_used_at: time("RoleLastUsed; NULL: not used in the tracking period, or not told"),
    trust_policy: json("the trust policy document"),
    boundary_arn: text("ARN of the permissions boundary"),
    tags: json("tags: an object of strings"),
  },
});
