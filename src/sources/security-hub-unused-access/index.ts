import { accountDocument } from "../document.js";
import { enabledRegions } from "../enabled-regions.js";
import { defineSource, grants } from "../source.js";
import { HUB_FINDINGS } from "./calls.js";
import { FINDINGS, foundInHub, KIND } from "./documents.js";

/**
 * What analyzers of unused access told Security Hub, in each Region that has it. It shows them in every Region again; each
 * counts once, and not at all where Access Analyzer tells it itself.
 *
 * @see https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_GetFindings.html
 */
export const securityHubUnusedAccess = defineSource({
  kinds: [KIND],
  scope: "region",
  asked: "full",
  regions: enabledRegions,
  files: ["security-hub-findings.json"],
  command: "aws securityhub get-findings",
  permissions: grants("ReadSecurityHub", {
    "securityhub:GetFindings": "what analyzers of unused access told Security Hub",
  }),
  tables: [foundInHub],
  // A list without any is no evidence that there is nothing: perhaps nobody sends it findings.
  documents: [accountDocument([FINDINGS], { whole: false })],
  live: HUB_FINDINGS,
});
