import type { AwsClients } from "../aws/aws-clients.js";
import type { Service } from "../aws/service.js";
import { parseArn } from "../model/arn.js";
import type { PageRequest } from "./calls.js";
import { text } from "./values.js";

/** AWS does not tell the limits of RDS; its own console asks a few times a second. */
const RDS: Service = { prefix: "rds", rate: { perSecond: 10, burst: 10, least: 0.5, most: 20 } };

/** RDS's part of the AWS SDK, which takes its time to load: only what asks AWS may load it. */
export const rdsSdk = () => import("@aws-sdk/client-rds");

export const rds = async (clients: AwsClients) => clients.of(RDS, (await rdsSdk()).RDSClient);

/** Paging as RDS does it; an empty marker ends a list, too. Pages of fewer than 20 it refuses. */
export const RDS_LIST = {
  size: 100,
  least: 20,
  next: ({ Marker }: { readonly Marker?: string | undefined }) => Marker || undefined,
} as const;

export function rdsPage({ size, token }: PageRequest) {
  return { MaxRecords: size, Marker: token };
}

/** Of what is about to change AWS never tells a master password in the open; should it, that must not reach the disk. */
export function withoutPending<One extends { readonly PendingModifiedValues?: unknown }>(one: One) {
  const { PendingModifiedValues: _, ...rest } = one;
  return rest;
}

/** The ARN of a database, as RDS tells it. */
export const rdsArn = text.refine((value) => parseArn(value)?.service === "rds", "must be an ARN of RDS");
