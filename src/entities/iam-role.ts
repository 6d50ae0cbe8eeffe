import { defineEntity } from "../model/entity.js";
import { count, flag, json, list, text, time } from "../model/table.js";

/**
 * IAM roles, with what their trust policies open by themselves.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_RoleDetail.html
 */
export const roles = defineEntity({
  kind: "iam_role",
  words: { one: "IAM role", many: "IAM roles" },
  judged: "each IAM role",
  alias: "ro",
  arn: "arn",
  uniqueId: "role_id",
  gone: "deleted",
  name: "roles",
  doc: "IAM roles, from GetAccountAuthorizationDetails.",
  key: ["account_id", "arn"],
  listedBy: ["authorization_details"],
  filledBy: { trusts_outside: ["organization"], needs_external_id: ["organization"] },
  scope: "account",
  derived: [
    {
      service_linked: "arn LIKE '%:role/aws-service-role/%'",
      reserved: "arn LIKE '%:role/aws-reserved/%'",
      outside_accounts: "CAST(len(trusts_outside) AS INTEGER)",
      unguarded_accounts: "CAST(len(needs_external_id) AS INTEGER)",
      any_token_providers: "CAST(len(takes_any_token) AS INTEGER)",
    },
  ],
  columns: {
    account_id: text("12 digits"),
    arn: text("ARN of the role"),
    role_name: text("name of the role"),
    role_id: text("unique id (AROA...)"),
    path: text("IAM path"),
    created_at: time("when the role was created"),
    last_used_at: time("RoleLastUsed; NULL: not used in the last 400 days, or not told"),
    use_known: flag("the details tell of its last use, or that there was none in the last 400 days"),
    trust_policy: json("the trust policy document"),
    boundary_arn: text("ARN of the permissions boundary"),
    tags: json("tags: an object of strings"),
    service_linked: flag("derived: a service made it for itself; nobody else can change it"),
    reserved: flag("derived: IAM Identity Center or another service of AWS manages it (path /aws-reserved/)"),
    attached_policies: count("managed policies attached to it"),
    inline_policies: count("inline policies of it"),
    trusts_anyone: flag(
      "every principal of every account may assume it: no condition says who; NULL: the trust policy cannot be read",
    ),
    trusts_accounts: list("other accounts that it trusts, as a whole or some of their principals"),
    trusts_outside: list(
      "those of them that are in no list of the accounts of its organization; NULL: that is not known",
    ),
    outside_accounts: count("derived: how many those are"),
    needs_external_id: list(
      "those outside that are asked neither for an external id nor to be in an organization; NULL: not known",
    ),
    unguarded_accounts: count("derived: how many those are"),
    federated_providers: list("identity providers that it trusts: ARNs and names"),
    takes_any_token: list("OIDC providers of which it takes the token of anybody"),
    any_token_providers: count("derived: how many those are"),
    trusted_services: list("service principals that it trusts"),
  },
});
