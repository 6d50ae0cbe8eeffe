import { z } from "zod";
import { accountRegions } from "../../entities/account-region.js";
import { accountDocument, many } from "../document.js";
import { askForRegions, foundRegions } from "../enabled-regions.js";
import { defineSource, grants } from "../source.js";
import { text } from "../values.js";

const region = z.object({ RegionName: text, OptInStatus: text.nullish() });

/**
 * The Regions that an account has enabled. What is evidence of Regions is missing where one of these was not asked.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeRegions.html
 */
export const regions = defineSource({
  kinds: ["regions"],
  scope: "account",
  asked: "full",
  files: ["regions.json"],
  command: "aws ec2 describe-regions",
  permissions: grants("ReadRegions", { "ec2:DescribeRegions": "which Regions are enabled" }),
  tables: [accountRegions],
  documents: [
    accountDocument([
      many("Regions", region, ({ RegionName, OptInStatus }, { rows, account, evidence }) => {
        evidence.enabled(account, RegionName);
        rows.add(accountRegions, { account_id: account, region: RegionName, opt_in: OptInStatus ?? null });
      }),
    ]),
  ],
  live: {
    collect: async (asking) => {
      const answer = await foundRegions(asking);
      return "status" in answer ? answer : { status: "ok", document: { Regions: answer.regions } };
    },
    probe: async (probes) => {
      await probes.ask("ec2:DescribeRegions", () => askForRegions(probes.inRegion().clients));
    },
  },
});
