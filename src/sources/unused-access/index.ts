import { unusedAccessFindings } from "../../entities/unused-access-finding.js";
import { accountDocument } from "../document.js";
import { enabledRegions } from "../enabled-regions.js";
import { defineSource, grants } from "../source.js";
import { brings } from "../together.js";
import { UNUSED_ACCESS } from "./calls.js";
import { DETAILS, FINDINGS, foundUnused, UNPLACED, UNUSED_SQL } from "./documents.js";

/**
 * What analyzers of unused access found, in each Region that has one. An analyzer of an organization tells of its members.
 *
 * @see https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_ListFindingsV2.html
 */
export const unusedAccess = defineSource({
  kinds: ["unused_access_findings", DETAILS],
  scope: "region",
  asked: "full",
  regions: enabledRegions,
  files: ["unused-access-findings.json"],
  permissions: [
    ...grants(
      "ReadAccessAnalyzer",
      { "access-analyzer:ListFindings": "what analyzers of unused access found" },
      { delivers: ["unused_access_findings"] },
    ),
    ...grants(
      "ReadAccessAnalyzer",
      {
        "access-analyzer:GetAnalyzer": "how long something must be unused",
        "access-analyzer:GetFinding": "when it was last used",
      },
      { delivers: [DETAILS] },
    ),
  ],
  tables: [unusedAccessFindings, foundUnused],
  documents: [accountDocument([FINDINGS, brings("UnusedAccessFindings", DETAILS)]), UNPLACED],
  queries: async () => ({ unused_access_findings: UNUSED_SQL }),
  live: UNUSED_ACCESS,
});
