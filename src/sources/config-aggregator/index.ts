import { defineSource, grants } from "../source.js";
import { FIND, SELECT, STATUS } from "./ask.js";

/**
 * AWS Config's copy of what the services say, of many accounts and Regions in one place. It is no kind of evidence of its
 * own: what it holds is written as the documents that the services' own calls would have given, and the readers of these
 * read it.
 *
 * @see https://docs.aws.amazon.com/config/latest/developerguide/aggregate-data.html
 */
export const configAggregator = defineSource({
  kinds: [],
  scope: "organization",
  files: [],
  permissions: grants(
    "ReadConfigAggregator",
    {
      [FIND]: "which aggregators there are",
      [STATUS]: "which accounts and Regions an aggregator is up to date on",
      [SELECT]: "what AWS Config recorded of the resources of all accounts",
    },
    { option: "aggregator", delivers: ["config_aggregator"] },
  ),
  documents: [],
});
