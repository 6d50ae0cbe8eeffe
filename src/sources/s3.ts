import { isIP } from "node:net";
import type { S3ControlClient } from "@aws-sdk/client-s3-control";
import { z } from "zod";
import type { AwsClients } from "../aws/aws-clients.js";
import type { Service } from "../aws/service.js";
import { maybe } from "./values.js";

/** S3 tells no limits of what is asked of buckets; thousands a second are known to be taken. */
const S3: Service = { prefix: "s3", rate: { perSecond: 50, burst: 50, least: 1, most: 200 } };

/** S3's part of the AWS SDK, which takes its time to load: only what asks AWS may load it. */
export const s3Sdk = () => import("@aws-sdk/client-s3");
export const s3ControlSdk = () => import("@aws-sdk/client-s3-control");

export const s3 = async (clients: AwsClients) => clients.of(S3, (await s3Sdk()).S3Client);

let controlClient: Promise<typeof S3ControlClient> | undefined;

/** S3 Control, which has the settings of whole accounts; its permissions begin with `s3`, too. */
export async function s3Control(clients: AwsClients) {
  controlClient ??= s3ControlSdk().then(({ S3ControlClient: Client }) => withAddresses(Client));
  return clients.of(S3, await controlClient);
}

/** The SDK puts the account before the host name, which an address of one's own endpoint does not bear. */
function withAddresses(Client: typeof S3ControlClient): typeof S3ControlClient {
  return class extends Client {
    constructor(...config: ConstructorParameters<typeof Client>) {
      super(...config);
      const { endpointProvider } = this.config;
      this.config.endpointProvider = (place, context) => {
        const { Endpoint } = place as { readonly Endpoint?: string };
        const isAddress =
          Endpoint !== undefined && isIP(new URL(Endpoint).hostname.replace(/^\[|\]$/g, "")) > 0;
        return endpointProvider(isAddress ? { ...place, RequiresAccountId: false } : place, context);
      };
    }
  };
}

/** What blocks public access: the same four settings of a bucket and of a whole account. */
export const publicAccessBlock = z.object({
  PublicAccessBlockConfiguration: z.object({
    BlockPublicAcls: maybe(z.boolean()),
    IgnorePublicAcls: maybe(z.boolean()),
    BlockPublicPolicy: maybe(z.boolean()),
    RestrictPublicBuckets: maybe(z.boolean()),
  }),
});

/** The error that says that there is none. */
export const NO_BLOCK = "NoSuchPublicAccessBlockConfiguration";
