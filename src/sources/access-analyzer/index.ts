import { z } from "zod";
import { accessAnalyzers } from "../../entities/access-analyzer.js";
import { request } from "../calls.js";
import { type AtAccount, accountDocument, one } from "../document.js";
import { enabledRegions } from "../enabled-regions.js";
import { regionalArn } from "../regional-arn.js";
import { defineSource, grants } from "../source.js";
import { NUMBER, TRUTH, WORDS, workTable } from "../table-rows.js";
import { text } from "../values.js";
import { ANALYZERS_SQL } from "./analyzers-sql.js";
import { analyzersOf, firstAnalyzers, LIST_ANALYZERS } from "./client.js";

const analyzer = z.object({ name: text, type: text, status: text });
type Analyzer = z.output<typeof analyzer>;

const found = workTable(
  "found_analyzers",
  {
    account_id: WORDS,
    region: WORDS,
    arn: WORDS,
    analyzers: NUMBER,
    names: { type: "varchar[]", doc: "as the document has it" },
    external_access: TRUTH,
    external_status: WORDS,
    organization_analyzer: TRUTH,
    unused_access: TRUTH,
    internal_access: TRUTH,
  },
  2,
);

/** That there is none is an answer; of a list with a gap nobody knows whether it is one. */
function addRegion(all: readonly Analyzer[], at: AtAccount): void {
  const { rows, account, region = "" } = at;
  const active = new Set(all.flatMap(({ type, status }) => (status === "ACTIVE" ? [type] : [])));
  rows.add(found, {
    account_id: account,
    region,
    arn: regionalArn("access-analyzer", at, "analyzer"),
    analyzers: all.length,
    names: all.map(({ name }) => name).sort(),
    external_access: active.has("ACCOUNT"),
    external_status: active.has("ACCOUNT")
      ? null
      : (all.find(({ type }) => type === "ACCOUNT")?.status ?? null),
    organization_analyzer: active.has("ORGANIZATION"),
    unused_access: active.has("ACCOUNT_UNUSED_ACCESS") || active.has("ORGANIZATION_UNUSED_ACCESS"),
    internal_access: active.has("ACCOUNT_INTERNAL_ACCESS") || active.has("ORGANIZATION_INTERNAL_ACCESS"),
  });
}

/**
 * The analyzers of each Region, as `aws accessanalyzer list-analyzers` prints them.
 *
 * @see https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_ListAnalyzers.html
 */
export const accessAnalyzer = defineSource({
  kinds: ["access_analyzers"],
  scope: "region",
  asked: "full",
  regions: enabledRegions,
  files: ["access-analyzers.json"],
  command: "aws accessanalyzer list-analyzers",
  permissions: grants(
    "ReadAccessAnalyzer",
    { [LIST_ANALYZERS]: "which analyzers there are" },
    { delivers: ["access_analyzers", "unused_access_findings"] },
  ),
  tables: [accessAnalyzers, found],
  documents: [accountDocument([one("analyzers", z.array(analyzer), addRegion)])],
  queries: async () => ({ access_analyzers: ANALYZERS_SQL }),
  live: {
    collect: ({ clients, note }) =>
      request(LIST_ANALYZERS, async () => ({ analyzers: await analyzersOf(clients, note) })),
    probe: async (probes) => {
      await probes.ask(LIST_ANALYZERS, () => firstAnalyzers(probes.clients));
    },
  },
});
