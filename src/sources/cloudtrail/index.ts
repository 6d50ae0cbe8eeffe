import type { z } from "zod";
import { cloudtrailAccounts } from "../../entities/cloudtrail-account.js";
import { cloudtrailTrails } from "../../entities/cloudtrail-trail.js";
import { type AtAccount, accountDocument, filled, many } from "../document.js";
import { enabledRegions } from "../enabled-regions.js";
import { writtenRows } from "../joined-rows.js";
import { defineSource, grants } from "../source.js";
import { FILLED, trailCalls } from "./calls.js";
import { trail, trailRow } from "./documents.js";
import { ACCOUNTS_SQL, TRAILS_SQL } from "./tables-sql.js";

/**
 * Trails of CloudTrail, Region by Region: what `aws cloudtrail describe-trails` prints, each trail at home there with what
 * `get-trail-status` and `get-event-selectors` print of it.
 */
export const cloudtrail = defineSource({
  kinds: ["cloudtrail_trails", "cloudtrail_status", "cloudtrail_event_selectors"],
  scope: "region",
  asked: "full",
  files: ["cloudtrail-trails.json"],
  command: "aws cloudtrail describe-trails",
  permissions: [
    ...grants("ReadTrails", { "cloudtrail:DescribeTrails": "which trails there are" }),
    ...grants(
      "ReadTrails",
      { "cloudtrail:GetTrailStatus": "whether a trail is switched on" },
      { delivers: ["cloudtrail_status"] },
    ),
    ...grants(
      "ReadTrails",
      { "cloudtrail:GetEventSelectors": "which events a trail logs" },
      { delivers: ["cloudtrail_event_selectors"] },
    ),
  ],
  tables: [cloudtrailTrails, cloudtrailAccounts],
  documents: [
    accountDocument([
      many("trailList", trail, addTrail),
      filled("trailList", FILLED, (one, { region }) => Reflect.get(one, "HomeRegion") === region),
    ]),
  ],
  queries: async () => ({
    [cloudtrailTrails.name]: writtenRows(cloudtrailTrails, TRAILS_SQL),
    [cloudtrailAccounts.name]: writtenRows(cloudtrailAccounts, ACCOUNTS_SQL),
  }),
  regions: enabledRegions,
  live: trailCalls,
});

/** An account sees its own trails, and those of its organization: with another one the document is not of this account. */
function addTrail(found: z.output<typeof trail>, { rows, account, evidence, file, region }: AtAccount): void {
  const row = trailRow(account, found);
  if (row.owner_account_id === account || row.organization !== false) {
    rows.add(cloudtrailTrails, row);
    return;
  }
  const what = `the trail ${found.TrailARN} is neither of the account ${account} nor of an organization`;
  evidence.faulty(account, "cloudtrail_trails", what, region);
  evidence.problems.push({ source: file, what, fix: "Put the document into the folder of its account." });
}
