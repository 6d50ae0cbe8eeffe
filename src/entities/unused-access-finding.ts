import { defineEntity } from "../model/entity.js";
import { count, list, text, time } from "../model/table.js";

/** https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_FindingSummaryV2.html */
export const unusedAccessFindings = defineEntity({
  kind: "unused_access_finding",
  words: { one: "finding of unused access", many: "findings of unused access" },
  judged: "each finding of unused access",
  alias: "ua",
  name: "unused_access_findings",
  doc: "What IAM Access Analyzer says nobody uses: roles, keys, passwords and permissions. A row is of the account that the role or user is in, whoever's analyzer found it, and whether Access Analyzer tells it or only Security Hub.",
  key: ["account_id", "arn"],
  arn: "arn",
  uniqueId: "arn",
  listedBy: ["unused_access_findings", "security_hub_unused_access"],
  filledBy: {
    last_accessed_at: ["unused_access_details"],
    access_key_id: ["unused_access_details"],
    services: ["unused_access_details"],
    unused_days: ["unused_access_details"],
  },
  scope: "region",
  gone: "deleted",
  columns: {
    account_id: text("12 digits of the account that the role or user is in"),
    region: text("the Region of the analyzer"),
    arn: text(
      "<ARN of the analyzer>#<id of the finding>: AWS has no ARN of a finding; of Security Hub, where it tells no such id, its own id",
    ),
    finding_id: text("id of the finding, as AWS has it"),
    analyzer_arn: text("the analyzer that found it"),
    analyzer_account_id: text("12 digits of the account that has the analyzer"),
    managed_by: text(
      "the AWS service that made the analyzer for itself, such as securityhub; NULL: a customer did",
    ),
    finding_type: text("UnusedIAMRole, UnusedIAMUserAccessKey, UnusedIAMUserPassword or UnusedPermission"),
    resource_arn: text("the role or user"),
    resource_type: text("AWS::IAM::Role or AWS::IAM::User"),
    status: text("ACTIVE or ARCHIVED; a file may have RESOLVED"),
    created_at: time("when it was found"),
    updated_at: time("when it last changed"),
    last_accessed_at: time("when what is unused was last used; NULL: never, or not known"),
    access_key_id: text("the access key that is unused"),
    services: list("the services whose permissions are unused"),
    unused_days: count(
      "the analyzer's own limit: unused so many days is unused; that of Security Hub has 90, which nobody can change",
    ),
  },
});
