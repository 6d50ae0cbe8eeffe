import { defineEntity } from "../model/entity.js";
import { flag, list, text } from "../model/table.js";

/** https://docs.aws.amazon.com/config/latest/APIReference/API_ConfigurationRecorder.html */
export const configRecorders = defineEntity({
  kind: "config_recorder",
  words: { one: "AWS Config recorder", many: "AWS Config recorders" },
  judged: "AWS Config in each Region",
  alias: "cr",
  name: "config_recorders",
  doc: "AWS Config in each Region of an account: its customer managed recorder, one row even where there is none.",
  key: ["account_id", "region"],
  arn: "arn",
  listedBy: ["config_recorders"],
  filledBy: {
    recording: ["config_recorder_status"],
    last_status: ["config_recorder_status"],
    last_error: ["config_recorder_status"],
    delivers: ["config_delivery_channels"],
    delivery_bucket: ["config_delivery_channels"],
  },
  scope: "region",
  gone: "never",
  columns: {
    account_id: text("12 digits"),
    region: text("the Region, such as eu-central-1"),
    arn: text(
      "arn:<partition>:config:<region>:<account>:configuration-recorder: the Region's, whatever its name",
    ),
    has_recorder: flag("there is a customer managed recorder; recorders of AWS services do not count"),
    recorder_name: text("name of the recorder; NULL: there is none"),
    role_arn: text("the role that it reads with"),
    strategy: text(
      "ALL_SUPPORTED_RESOURCE_TYPES, EXCLUSION_BY_RESOURCE_TYPES or INCLUSION_BY_RESOURCE_TYPES; NULL: there is no recorder",
    ),
    excluded_types: list("resource types that it leaves out"),
    included_types: list("resource types that are all that it records"),
    excluded_regional: flag(
      "it leaves out types other than IAM users, groups, roles and policies, which one Region alone needs; NULL: there is no recorder",
    ),
    records_global: flag(
      "it records IAM users, groups, roles and policies; Regions that AWS Config came to after February 2022 never do",
    ),
    recording: flag("it is switched on; false: it is not, or there is none; NULL: not known"),
    last_status: text("how its last delivery went: SUCCESS, FAILURE, PENDING or NOTAPPLICABLE"),
    last_error: text("AWS's code of what went wrong with it"),
    delivers: flag("there is a delivery channel"),
    delivery_bucket: text("the S3 bucket that it delivers to"),
    global_home: flag("the Region that global resources are recorded in first, such as us-east-1"),
    global_recorded: flag(
      "a recorder of the account that is switched on records global types; NULL: not known of each of its Regions",
    ),
  },
});
