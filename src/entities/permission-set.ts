import { defineEntity } from "../model/entity.js";
import { count, flag, json, list, text, time } from "../model/table.js";

/** https://docs.aws.amazon.com/singlesignon/latest/APIReference/API_PermissionSet.html */
export const permissionSets = defineEntity({
  kind: "permission_set",
  words: { one: "permission set", many: "permission sets" },
  judged: "each permission set of IAM Identity Center",
  alias: "ps",
  name: "permission_sets",
  doc: "Permission sets of IAM Identity Center, with what they give and for how long.",
  key: ["account_id", "arn"],
  arn: "arn",
  listedBy: ["permission_sets"],
  filledBy: {
    name: ["permission_set_details"],
    session_seconds: ["permission_set_details"],
    created_at: ["permission_set_details"],
    managed_policies: ["permission_set_policies"],
    customer_policies: ["permission_set_policies"],
    inline_policy: ["permission_set_policies"],
    boundary: ["permission_set_policies"],
    bounded: ["permission_set_policies"],
    administrator: ["permission_set_policies"],
    accounts: ["permission_set_accounts"],
  },
  scope: "region",
  gone: "deleted",
  columns: {
    account_id: text(
      "12 digits of the account that told of it: the management account or a delegated administrator",
    ),
    region: text("the Region of IAM Identity Center"),
    arn: text("arn:<partition>:sso:::permissionSet/ssoins-.../ps-..."),
    name: text("name of the permission set"),
    instance_arn: text("the instance of IAM Identity Center"),
    created_at: time("when it was made"),
    session_seconds: count("how long a session lasts at most, in seconds"),
    managed_policies: list("ARNs of the AWS managed policies that it gives"),
    customer_policies: list(
      "paths and names of customer managed policies, which each account has its own of",
    ),
    inline_policy: json("its inline policy; NULL: none, or not known"),
    boundary: text("its permissions boundary: an ARN, or path and name; NULL: none, or not known"),
    bounded: flag("it has a permissions boundary"),
    administrator: flag(
      "AdministratorAccess, or an inline policy that allows everything; NULL: not known, as where customer managed policies could",
    ),
    accounts: count("accounts that it is provisioned to"),
  },
});
