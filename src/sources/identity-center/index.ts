import { identityCenterInstances } from "../../entities/identity-center-instance.js";
import { permissionSets } from "../../entities/permission-set.js";
import { accountDocument } from "../document.js";
import { enabledRegions } from "../enabled-regions.js";
import { defineSource, type Grant, grants } from "../source.js";
import { IDENTITY_CENTER } from "./calls.js";
import { PARTS } from "./documents.js";
import { SETS } from "./kinds.js";
import { settleGaps } from "./whose-gap.js";

const read = (actions: Grant["actions"], delivers: string) =>
  grants("ReadIdentityCenter", actions, { delivers: [delivers] });

/**
 * IAM Identity Center: who may sign in without being an IAM user, with which permissions and for how long. Its instance
 * lies in one Region, and the management account or a delegated administrator tells of it.
 *
 * @see https://docs.aws.amazon.com/singlesignon/latest/APIReference/API_ListPermissionSets.html
 */
export const identityCenter = defineSource({
  kinds: [
    "identity_center",
    "permission_sets",
    "permission_set_details",
    "permission_set_policies",
    "permission_set_accounts",
  ],
  scope: "region",
  asked: "full",
  regions: enabledRegions,
  files: ["identity-center.json"],
  command: "aws sso-admin list-instances",
  permissions: [
    ...read({ "sso:ListInstances": "whether there is IAM Identity Center" }, "identity_center"),
    ...read({ "sso:ListPermissionSets": "which permission sets there are" }, SETS),
    ...read(
      { "sso:DescribePermissionSet": "their names and how long sessions last" },
      "permission_set_details",
    ),
    ...read(
      {
        "sso:GetInlinePolicyForPermissionSet": "their inline policies",
        "sso:GetPermissionsBoundaryForPermissionSet": "their permissions boundaries",
        "sso:ListCustomerManagedPolicyReferencesInPermissionSet": "their customer managed policies",
        "sso:ListManagedPoliciesInPermissionSet": "their AWS managed policies",
      },
      "permission_set_policies",
    ),
    ...read(
      { "sso:ListAccountsForProvisionedPermissionSet": "how many accounts they reach" },
      "permission_set_accounts",
    ),
  ],
  tables: [identityCenterInstances, permissionSets],
  documents: [accountDocument(PARTS, { members: ["Instances"] })],
  settle: settleGaps,
  live: IDENTITY_CENTER,
});
