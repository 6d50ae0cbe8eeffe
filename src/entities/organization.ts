import { defineLakeTable } from "../model/entity.js";
import { flag, list, text } from "../model/table.js";

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_Organization.html */
export const organizations = defineLakeTable({
  name: "organizations",
  doc: "Organizations of the snapshot.",
  key: ["org_id"],
  listedBy: ["organization"],
  scope: "organization",
  columns: {
    org_id: text("organization id (o-...)"),
    management_account_id: text("12 digits"),
    feature_set: text("ALL or CONSOLIDATED_BILLING"),
    scps_enabled: flag("service control policies are switched on at the root"),
    rcps_enabled: flag("resource control policies are switched on at the root"),
    root_features: list("central root access: RootCredentialsManagement, RootSessions; NULL: not known"),
  },
});
