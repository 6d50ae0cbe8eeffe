import { STSClient } from "@aws-sdk/client-sts";
import { packageFacts } from "../model/package.js";
import { UserError } from "../model/user-error.js";
import { AwsClients } from "./aws-clients.js";
import { CallCounter } from "./call-counter.js";
import { CallGate, REAL_PACE } from "./call-gate.js";
import { plainLine } from "./plain-line.js";

export type { AwsClients };

export interface ClientSettings {
  readonly profile?: string | undefined;
  readonly region?: string | undefined;
  /** What all requests of a run share; without it these clients have one of their own. */
  readonly gate?: CallGate | undefined;
}

/** More at once than a single account ever asks for. */
const OWN_CONCURRENCY = 10;
/** IAM is a global service; each partition answers in any of its regions, and this is the one of `aws`. */
const DEFAULT_REGION = "us-east-1";
const SDK_ATTEMPTS = 3;
/** Enough patience for half a minute of throttling: a run waits rather than ends without its evidence. */
const PATIENT_ATTEMPTS = 8;

/**
 * Builds clients on the SDK's own credential chain, profiles, single sign-on, endpoint settings (AWS_ENDPOINT_URL,
 * AWS_ENDPOINT_URL_IAM, endpoint_url) and retry settings (AWS_MAX_ATTEMPTS, AWS_RETRY_MODE). The region decides the
 * partition: a region of China or GovCloud leads to their endpoints.
 *
 * No request is sent, but on a machine without a region the SDK asks the EC2 metadata service for one.
 *
 * @throws UserError `aws_region` when the region is malformed
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html
 */
export async function createClients(settings: ClientSettings): Promise<AwsClients> {
  // Tells the developers of a program to drop old versions of Node; its user can do nothing about it.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
  const profile = settings.profile || undefined;
  const region = await resolveRegion(profile, settings.region);
  const common = {
    region,
    ...(profile === undefined ? {} : { profile }),
    customUserAgent: [["iamspect", packageFacts().version] satisfies [string, string]],
    requestHandler: {
      connectionTimeout: 5_000,
      socketTimeout: 60_000,
      requestTimeout: 120_000,
      throwOnRequestTimeout: true,
    },
  };
  // One chain for all: single sign-on or a credential process runs once, not once a service. Connections are shared too.
  const settled = new STSClient(common);
  const { credentials, requestHandler } = settled.config;
  const config = { ...common, credentials, requestHandler, maxAttempts: await attempts(settled) };
  const gate = settings.gate ?? new CallGate(OWN_CONCURRENCY, REAL_PACE);
  const passage = { gate, caller: profile ?? "", calls: new CallCounter(), hosts: new Map() };
  return new AwsClients({ config, profile, ...passage });
}

/** Unlike the SDK, the AWS CLI also reads AWS_DEFAULT_REGION, so people have it set. */
async function resolveRegion(profile: string | undefined, asked: string | undefined): Promise<string> {
  const named = asked || process.env.AWS_REGION || process.env.AWS_DEFAULT_REGION;
  const probe = new STSClient({ ...(profile && { profile }), ...(named && { region: named }) });
  try {
    return await probe.config.region();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    if (/region is missing/i.test(why)) return DEFAULT_REGION;
    throw new UserError({
      code: "aws_region",
      what: "The AWS region cannot be used.",
      why: plainLine(why),
      fix: "Correct --region, AWS_REGION, AWS_DEFAULT_REGION or the profile in ~/.aws/config.",
      cause: error,
    });
  } finally {
    probe.destroy();
  }
}

/** What the environment or the profile asks for; the SDK's default of 3 is raised. */
async function attempts(client: STSClient): Promise<number> {
  const configured = await client.config.maxAttempts();
  const chosen = configured !== SDK_ATTEMPTS || process.env.AWS_MAX_ATTEMPTS === String(SDK_ATTEMPTS);
  return chosen ? configured : PATIENT_ATTEMPTS;
}
