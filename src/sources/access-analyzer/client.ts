import type { AwsClients } from "../../aws/aws-clients.js";
import { present } from "../../aws/present.js";
import type { Service } from "../../aws/service.js";
import type { PageRequest, Pages } from "../calls.js";

/** AWS does not publish the limits of Access Analyzer: a run begins low. */
const ANALYZER: Service = {
  prefix: "access-analyzer",
  rate: { perSecond: 5, burst: 10, least: 0.5, most: 20 },
};

/** Access Analyzer's part of the AWS SDK, which takes its time to load: only what asks AWS may load it. */
export const analyzerSdk = () => import("@aws-sdk/client-accessanalyzer");

export const analyzerClient = async (clients: AwsClients) =>
  clients.of(ANALYZER, (await analyzerSdk()).AccessAnalyzerClient);

const send = async (clients: AwsClients, { size, token }: PageRequest) =>
  (await analyzerClient(clients)).send(
    new (await analyzerSdk()).ListAnalyzersCommand({ maxResults: size, nextToken: token }),
  );

/** The analyzers of a Region, of every type. */
export const ANALYZERS: Pages<Awaited<ReturnType<typeof send>>> = {
  action: "access-analyzer:ListAnalyzers",
  size: 100,
  send,
  next: ({ nextToken }) => nextToken || undefined,
};

export const analyzersOf = ({ analyzers }: Awaited<ReturnType<typeof send>>) =>
  present(analyzers, "analyzers");
