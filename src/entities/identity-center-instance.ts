import { defineLakeTable } from "../model/entity.js";
import { text, time } from "../model/table.js";

/** https://docs.aws.amazon.com/singlesignon/latest/APIReference/API_InstanceMetadata.html */
export const identityCenterInstances = defineLakeTable({
  name: "identity_center_instances",
  doc: "Instances of IAM Identity Center that each account sees: its own, and that of its organization. For `query`: no control reads it.",
  key: ["account_id", "arn"],
  listedBy: ["identity_center"],
  scope: "region",
  columns: {
    account_id: text("12 digits of the account that sees it"),
    region: text("the Region that it was seen in"),
    arn: text("arn:<partition>:sso:::instance/ssoins-..."),
    owner_account_id: text("12 digits of the account that it belongs to"),
    name: text("its name, where it has one"),
    identity_store_id: text("its directory (d-...)"),
    status: text("ACTIVE, CREATE_IN_PROGRESS and the like"),
    created_at: time("when it was made"),
  },
});
