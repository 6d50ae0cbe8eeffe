import type { AtAccount } from "./document.js";

/** Partitions by the beginning of the names of their Regions; all others are in `aws`. */
const PARTITIONS: readonly (readonly [beginning: string, partition: string])[] = [
  ["cn-", "aws-cn"],
  ["us-gov-", "aws-us-gov"],
  ["us-isob-", "aws-iso-b"],
  ["us-isof-", "aws-iso-f"],
  ["us-iso-", "aws-iso"],
  ["eu-isoe-", "aws-iso-e"],
  ["eusc-", "aws-eusc"],
];

/**
 * The ARN of something in the Region and account of a document, such as `security-group/sg-1` of `ec2`.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
 */
export function regionalArn(
  service: string,
  { account, region = "" }: Pick<AtAccount, "account" | "region">,
  resource: string,
): string {
  const [, partition = "aws"] = PARTITIONS.find(([beginning]) => region.startsWith(beginning)) ?? [];
  return `arn:${partition}:${service}:${region}:${account}:${resource}`;
}
