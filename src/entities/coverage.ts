import { defineLakeTable } from "../model/entity.js";
import { text, time } from "../model/table.js";

export const coverage = defineLakeTable({
  name: "coverage",
  doc: "Which evidence was collected: one row an account and kind, and a Region where a kind is a Region's.",
  key: ["account_id", "kind", "region"],
  listedBy: "run",
  scope: "account",
  columns: {
    account_id: text("12 digits"),
    kind: text("evidence kind, such as credential_report"),
    region: text("the Region, such as eu-central-1; empty where the kind is of none"),
    status: text("ok, denied, throttled, error, closed or not_collected"),
    detail: text("the missing permission when denied; what went wrong when in error"),
    collected_at: time("when it was collected, where that is known"),
    generated_at: time("credential report: GeneratedTime, as AWS says when it made the report"),
  },
});
