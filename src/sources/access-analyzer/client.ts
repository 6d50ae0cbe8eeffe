import type { AnalyzerSummary } from "@aws-sdk/client-accessanalyzer";
import type { AwsClients } from "../../aws/aws-clients.js";
import { present } from "../../aws/present.js";
import type { Service } from "../../aws/service.js";
import { allPagesOf, type PageRequest, type Pages } from "../calls.js";

/** AWS does not publish the limits of Access Analyzer: a run begins low. */
const ANALYZER: Service = {
  prefix: "access-analyzer",
  rate: { perSecond: 5, burst: 10, least: 0.5, most: 20 },
};

/** Access Analyzer's part of the AWS SDK, which takes its time to load: only what asks AWS may load it. */
export const analyzerSdk = () => import("@aws-sdk/client-accessanalyzer");

export const analyzerClient = async (clients: AwsClients) =>
  clients.of(ANALYZER, (await analyzerSdk()).AccessAnalyzerClient);

export const LIST_ANALYZERS = "access-analyzer:ListAnalyzers";

const send = async (clients: AwsClients, { size, token }: PageRequest) =>
  (await analyzerClient(clients)).send(
    new (await analyzerSdk()).ListAnalyzersCommand({ maxResults: size, nextToken: token }),
  );

const ANALYZERS: Pages<Awaited<ReturnType<typeof send>>> = {
  action: LIST_ANALYZERS,
  size: 100,
  send,
  next: ({ nextToken }) => nextToken || undefined,
};

/** Asks for the first few analyzers of a Region: what `doctor` tries. */
export async function firstAnalyzers(clients: AwsClients): Promise<readonly AnalyzerSummary[]> {
  const { analyzers } = await send(clients, { size: 100, token: undefined });
  return present(analyzers, "analyzers");
}

/** One list an account and Region, however many kinds of evidence need it. */
const listed = new WeakMap<AwsClients, Promise<readonly AnalyzerSummary[]>>();

/** The analyzers of a Region, of every type; fails as the request does. */
export function analyzersOf(
  clients: AwsClients,
  note: (text: string) => void,
): Promise<readonly AnalyzerSummary[]> {
  const known = listed.get(clients) ?? listAll(clients, note);
  listed.set(clients, known);
  return known;
}

async function listAll(clients: AwsClients, note: (text: string) => void): Promise<AnalyzerSummary[]> {
  const pages = await allPagesOf(ANALYZERS, clients, note);
  return pages.flatMap(({ analyzers }) => present(analyzers, "analyzers"));
}
