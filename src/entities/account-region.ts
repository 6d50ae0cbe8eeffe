import { defineLakeTable } from "../model/entity.js";
import { text } from "../model/table.js";

export const accountRegions = defineLakeTable({
  name: "account_regions",
  doc: "The Regions that each account has enabled, from DescribeRegions.",
  key: ["account_id", "region"],
  listedBy: ["regions"],
  scope: "account",
  columns: {
    account_id: text("12 digits"),
    region: text("the Region, such as eu-central-1"),
    opt_in: text("opt-in-not-required or opted-in"),
  },
});
