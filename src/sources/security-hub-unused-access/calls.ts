import type {
  AwsSecurityFinding,
  AwsSecurityFindingFilters,
  GetFindingsCommandOutput,
} from "@aws-sdk/client-securityhub";
import type { AwsClients } from "../../aws/aws-clients.js";
import { present } from "../../aws/present.js";
import { published, type Service } from "../../aws/service.js";
import { meanings, request } from "../calls.js";
import type { Calls, Outcome } from "../source.js";
import { PRODUCT, TYPES } from "./documents.js";

/** https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_GetFindings.html tells how often it may be asked. */
const SECURITY_HUB: Service = { prefix: "securityhub", rate: published(3, 6) };
const ACTION = "securityhub:GetFindings";
const PAGE = 100;
/** 20,000 findings: an administrator of an organization sees those of all members. */
const MOST_PAGES = 200;

/** Security Hub's part of the AWS SDK, which takes its time to load: only what asks AWS may load it. */
const sdk = () => import("@aws-sdk/client-securityhub");

const equal = (Value: string) => ({ Value, Comparison: "EQUALS" as const });
const FILTERS: AwsSecurityFindingFilters = {
  ProductName: [equal(PRODUCT)],
  RecordState: [equal("ACTIVE")],
  Type: Object.keys(TYPES).map(equal),
};

/** What Security Hub says where nobody has enabled it. */
const NOT_ENABLED = "InvalidAccess";
const ANSWERS = {
  [NOT_ENABLED]: { means: "Security Hub is not enabled here", document: () => undefined },
};

async function page(
  clients: AwsClients,
  MaxResults: number,
  NextToken?: string,
): Promise<GetFindingsCommandOutput> {
  const { SecurityHubClient, GetFindingsCommand } = await sdk();
  const command = new GetFindingsCommand({ Filters: FILTERS, MaxResults, NextToken });
  return await clients.of(SECURITY_HUB, SecurityHubClient).send(command);
}

/**
 * What Security Hub holds of it in a Region. That it holds nothing says nothing: perhaps nobody sends it findings, and so
 * it is no evidence.
 */
export const HUB_FINDINGS: Calls = {
  async collect({ clients, note }): Promise<Outcome> {
    const outcome = await request(ACTION, async () => await allFindings(clients, note), ANSWERS);
    if (outcome.status !== "ok") return outcome;
    const { document } = outcome;
    if (document === undefined) return { status: "not_collected", detail: ANSWERS[NOT_ENABLED].means };
    const { Findings } = document as Held;
    if (Findings.length > 0) return outcome;
    return { status: "not_collected", detail: "Security Hub holds no finding of unused access here" };
  },
  async probe(probes) {
    await probes.ask(ACTION, () => page(probes.clients, 1), meanings(ANSWERS));
  },
};

interface Held {
  readonly Findings: readonly AwsSecurityFinding[];
  /** There are more than were read. */
  readonly NextToken?: string;
}

async function allFindings(clients: AwsClients, note: (text: string) => void): Promise<Held> {
  const Findings: AwsSecurityFinding[] = [];
  let token: string | undefined;
  for (let read = 0; read < MOST_PAGES; read += 1) {
    if (read > 0) note(`page ${read + 1} of Security Hub's findings`);
    const answer = await page(clients, PAGE, token);
    Findings.push(...present(answer.Findings, "Findings"));
    token = answer.NextToken || undefined;
    if (token === undefined) return { Findings };
  }
  return { Findings, ...(token !== undefined && { NextToken: token }) };
}
