import type { AwsClients } from "../aws/aws-clients.js";
import type { Service } from "../aws/service.js";
import type { PageRequest } from "./calls.js";

/**
 * Buckets an account and Region: those of Describe calls without a filter hold 50 to 100 tokens and get 10 to 20 a second.
 *
 * @see https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-throttling.html
 */
const EC2: Service = { prefix: "ec2", rate: { perSecond: 10, burst: 20, least: 0.5, most: 20 } };

/** EC2's part of the AWS SDK, which takes its time to load: only what asks AWS may load it. */
export const ec2Sdk = () => import("@aws-sdk/client-ec2");

export const ec2 = async (clients: AwsClients) => clients.of(EC2, (await ec2Sdk()).EC2Client);

/** Paging as EC2 does it; an empty token ends a list, too. Pages of fewer than 5 it refuses. */
export const EC2_LIST = {
  size: 1000,
  least: 5,
  next: ({ NextToken }: { readonly NextToken?: string | undefined }) => NextToken || undefined,
} as const;

export function ec2Page({ size, token }: PageRequest) {
  return { MaxResults: size, NextToken: token };
}
