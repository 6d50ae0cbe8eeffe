import { defineLakeTable } from "../model/entity.js";
import { flag, json, text } from "../model/table.js";

/** What an account is to its organization. `unknown`: no evidence of membership was collected. */
export const ORG_ROLES = ["management", "member", "standalone", "unknown"] as const;
export type OrgRole = (typeof ORG_ROLES)[number];

export const accounts = defineLakeTable({
  name: "accounts",
  doc: "AWS accounts of the snapshot, with what is known of their organization.",
  key: ["account_id"],
  listedBy: "run",
  scope: "account",
  columns: {
    account_id: text("12 digits"),
    name: text("account name in AWS Organizations"),
    alias: text("IAM account alias"),
    partition: text("aws, aws-cn or aws-us-gov"),
    org_id: text("organization id (o-...); NULL when the account is in none or that is not known"),
    org_role: text("management, member, standalone or unknown"),
    ou_path: text(
      "names of the organizational units from the root down, such as /Workloads/Prod; / is the root",
    ),
    ou_id: text("id of the organizational unit (ou-...) or the root (r-...) that the account sits in"),
    state: text("account state in AWS Organizations, such as ACTIVE or SUSPENDED"),
    listed: flag("in the list of the accounts of its organization; NULL: no list names it"),
    tags: json("account tags: an object of strings"),
    delegated_administrator: flag("registered as a delegated administrator; NULL: not known"),
    scps_may_apply: flag(
      "false: certainly no service control policy applies (standalone, management account, SCPs not available)",
    ),
  },
});
