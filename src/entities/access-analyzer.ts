import { defineEntity } from "../model/entity.js";
import { count, flag, list, text } from "../model/table.js";

/** https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_AnalyzerSummary.html */
export const accessAnalyzers = defineEntity({
  kind: "access_analyzer",
  words: { one: "IAM Access Analyzer", many: "IAM Access Analyzers" },
  judged: "IAM Access Analyzer in each Region",
  alias: "an",
  name: "access_analyzers",
  doc: "IAM Access Analyzer in each Region of an account, one row even where there is no analyzer.",
  key: ["account_id", "region"],
  arn: "arn",
  listedBy: ["access_analyzers"],
  scope: "region",
  gone: "never",
  columns: {
    account_id: text("12 digits"),
    region: text("the Region, such as eu-central-1"),
    arn: text(
      "arn:<partition>:access-analyzer:<region>:<account>:analyzer: the Region's, whatever analyzers there are",
    ),
    analyzers: count("analyzers of any type"),
    names: list("their names"),
    external_access: flag("an analyzer of type ACCOUNT is active: it finds access from outside the account"),
    external_status: text(
      "where there are analyzers of type ACCOUNT and none is active, the status of one: CREATING, DISABLED or FAILED",
    ),
    organization_analyzer: flag("the account itself has an active analyzer of type ORGANIZATION here"),
    organization_access: flag(
      "any account of the organization has one in this Region: it finds access from outside the organization; NULL: not every account of it was read",
    ),
    unused_access: flag(
      "an analyzer of unused access is active, of the account or its organization; for `query`: no control reads it",
    ),
    internal_access: flag(
      "an analyzer of internal access is active, of the account or its organization; for `query`: no control reads it",
    ),
  },
});
