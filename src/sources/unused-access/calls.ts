import type { AnalyzerSummary, FindingSummaryV2 } from "@aws-sdk/client-accessanalyzer";
import type { AwsClients } from "../../aws/aws-clients.js";
import { classifyFailure } from "../../aws/classify-failure.js";
import { coverageOf, type FailedCoverage } from "../../aws/coverage-of.js";
import { present } from "../../aws/present.js";
import {
  analyzerClient,
  analyzerSdk,
  analyzersOf,
  firstAnalyzers,
  LIST_ANALYZERS,
} from "../access-analyzer/client.js";
import { allPagesOf, request } from "../calls.js";
import { askOfEach, type EachOf, probeEach } from "../fan-out.js";
import type { Calls, Outcome } from "../source.js";
import { DETAILS } from "./documents.js";

const GET_ANALYZER = "access-analyzer:GetAnalyzer";
const LIST_FINDINGS = "access-analyzer:ListFindings";
/** Each takes a request of its own: an analyzer that was just made may have tens of thousands. */
const MOST_DETAILS = 500;

/** A finding, its analyzer, and how long something must be unused there. */
type Found = FindingSummaryV2 & {
  readonly analyzerArn: string;
  readonly managedBy?: string | undefined;
  readonly unusedAccessAge?: number | undefined;
};

const EACH: EachOf<Found> = {
  name: ({ id = "" }) => id,
  // Solved since it was listed.
  gone: ["ResourceNotFound"],
  atOnce: 4,
  each: [
    {
      action: "access-analyzer:GetFinding",
      kind: DETAILS,
      member: "findingDetails",
      none: [],
      send: async (clients, { analyzerArn, id }) => {
        const client = await analyzerClient(clients);
        const { GetFindingV2Command } = await analyzerSdk();
        // One page: its rest are further services of the same role.
        const { findingDetails } = await client.send(new GetFindingV2Command({ analyzerArn, id }));
        return present(findingDetails, "findingDetails");
      },
    },
  ],
};

/** What the analyzers of unused access of a Region found, and details of as much of it as is not too many requests. */
export const UNUSED_ACCESS: Calls = {
  async collect({ clients, note }): Promise<Outcome> {
    let analyzers: readonly AnalyzerSummary[] = [];
    const listed = await request(LIST_ANALYZERS, async () => {
      analyzers = unusedOf(await analyzersOf(clients, note));
    });
    if (listed.status !== "ok") return listed;
    const all: Found[] = [];
    let age: FailedCoverage | undefined;
    const found = await request(LIST_FINDINGS, async () => {
      for (const analyzer of analyzers) {
        const unusedAccessAge = await ageOf(analyzer, clients);
        if (typeof unusedAccessAge === "object") age = unusedAccessAge;
        all.push(...(await findingsOf(analyzer, clients, note, unusedAccessAge)));
      }
    });
    if (found.status !== "ok") return found;
    const active = all.filter(({ status }) => status === "ACTIVE");
    const asked = new Set(active.slice(0, MOST_DETAILS));
    const { elements, gaps } = await askOfEach([...asked], EACH, clients);
    return {
      status: "ok",
      document: { UnusedAccessFindings: [...elements, ...all.filter((one) => !asked.has(one))] },
      ...(active.length > asked.size && { detail: `details of ${asked.size} of ${active.length} findings` }),
      gaps: new Map([...(age ? [[DETAILS, age] as const] : []), ...gaps]),
    };
  },
  async probe(probes) {
    const { clients } = probes;
    const { answer = [] } = await probes.ask(LIST_ANALYZERS, () => firstAnalyzers(clients));
    const [analyzer] = unusedOf(answer);
    if (analyzer === undefined) {
      const actions = [GET_ANALYZER, LIST_FINDINGS, ...EACH.each.map(({ action }) => action)];
      probes.skip(actions, "not tried: there is no analyzer of unused access here");
      return;
    }
    const analyzerArn = present(analyzer.arn, "arn");
    await probes.ask(GET_ANALYZER, () => configured(analyzer, clients));
    const { answer: found = [] } = await probes.ask(LIST_FINDINGS, async () => {
      const { findings } = await pageOf(analyzer, clients, 1, undefined);
      return present(findings, "findings").map((one): Found => ({ ...one, analyzerArn }));
    });
    await probeEach(probes, found, EACH);
  },
};

/** One that is not active finds nothing new, and what it found may be long over. */
function unusedOf(all: readonly AnalyzerSummary[]): AnalyzerSummary[] {
  return all.filter(({ type, status }) => type?.endsWith("_UNUSED_ACCESS") === true && status === "ACTIVE");
}

/** ListAnalyzers leaves it out. What it is not known of is no less a finding. */
async function ageOf(
  analyzer: AnalyzerSummary,
  clients: AwsClients,
): Promise<number | undefined | FailedCoverage> {
  try {
    const { analyzer: found } = await configured(analyzer, clients);
    return found?.configuration?.unusedAccess?.unusedAccessAge;
  } catch (error) {
    return coverageOf(classifyFailure(error), GET_ANALYZER);
  }
}

async function configured({ name }: AnalyzerSummary, clients: AwsClients) {
  const { GetAnalyzerCommand } = await analyzerSdk();
  return await (await analyzerClient(clients)).send(new GetAnalyzerCommand({ analyzerName: name }));
}

async function findingsOf(
  analyzer: AnalyzerSummary,
  clients: AwsClients,
  note: (text: string) => void,
  age: number | undefined | FailedCoverage,
): Promise<Found[]> {
  const pages = await allPagesOf(
    {
      action: LIST_FINDINGS,
      size: 100,
      send: (_, { size, token }) => pageOf(analyzer, clients, size, token),
      next: ({ nextToken }) => nextToken || undefined,
      noun: "findings",
    },
    clients,
    note,
  );
  const own = {
    analyzerArn: present(analyzer.arn, "arn"),
    ...(analyzer.managedBy !== undefined && { managedBy: analyzer.managedBy }),
    ...(typeof age === "number" && { unusedAccessAge: age }),
  };
  return pages.flatMap(({ findings }) => present(findings, "findings").map((one) => ({ ...one, ...own })));
}

async function pageOf(
  { arn }: AnalyzerSummary,
  clients: AwsClients,
  maxResults: number,
  nextToken: string | undefined,
) {
  const { ListFindingsV2Command } = await analyzerSdk();
  const filter = { status: { eq: ["ACTIVE", "ARCHIVED"] } };
  return await (await analyzerClient(clients)).send(
    new ListFindingsV2Command({ analyzerArn: arn, filter, maxResults, nextToken }),
  );
}
