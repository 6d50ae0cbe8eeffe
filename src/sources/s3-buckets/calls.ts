import type { Bucket } from "@aws-sdk/client-s3";
import type { AwsClients } from "../../aws/aws-clients.js";
import { present } from "../../aws/present.js";
import { fanOut } from "../fan-out.js";
import { NO_BLOCK, s3, s3Sdk } from "../s3.js";
import { FILLED } from "./documents.js";

type Sdk = Awaited<ReturnType<typeof s3Sdk>>;
type Client = Awaited<ReturnType<typeof s3>>;

/** A request about one bucket, whose answer the document has under a member. */
function about(
  action: string,
  member: keyof typeof FILLED,
  none: readonly string[],
  send: (client: Client, sdk: Sdk, Bucket: string) => Promise<unknown>,
) {
  return {
    action,
    kind: FILLED[member],
    member,
    none,
    send: async (clients: AwsClients, { Name = "" }: Bucket) => send(await s3(clients), await s3Sdk(), Name),
  };
}

/** Where a bucket lies, by GetBucketLocation, which keeps two names of old. */
async function located(clients: AwsClients, bucket: Bucket): Promise<Bucket> {
  const { GetBucketLocationCommand } = await s3Sdk();
  const { LocationConstraint: place } = await (await s3(clients)).send(
    new GetBucketLocationCommand({ Bucket: bucket.Name }),
  );
  return { ...bucket, BucketRegion: place === "EU" ? "eu-west-1" : place || "us-east-1" };
}

/**
 * Which buckets there are, and seven settings of each, asked for in the Region of the bucket: S3 answers nowhere else.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListBuckets.html
 */
export const bucketCalls = fanOut({
  action: "s3:ListAllMyBuckets",
  size: 1000,
  noun: "buckets",
  send: async (clients: AwsClients, { size, token }) =>
    (await s3(clients)).send(
      new (await s3Sdk()).ListBucketsCommand({ MaxBuckets: size, ContinuationToken: token }),
    ),
  next: (page) => page.ContinuationToken,
  member: "Buckets",
  elements: (page) => present(page.Buckets, "Buckets"),
  name: ({ Name = "" }) => Name,
  gone: ["NoSuchBucket"],
  atOnce: 8,
  // A list that is asked for in pages tells the Region; servers that are like AWS need not.
  before: {
    action: "s3:GetBucketLocation",
    needed: ({ BucketRegion }) => BucketRegion === undefined,
    send: located,
  },
  region: ({ BucketRegion }) => BucketRegion,
  each: [
    about("s3:GetBucketPublicAccessBlock", "PublicAccessBlock", [NO_BLOCK], async (client, sdk, Bucket) => {
      const answer = await client.send(new sdk.GetPublicAccessBlockCommand({ Bucket }));
      const member = "PublicAccessBlockConfiguration";
      return { [member]: present(answer[member], member) };
    }),
    about("s3:GetBucketPolicy", "Policy", ["NoSuchBucketPolicy"], async (client, sdk, Bucket) => {
      const { Policy } = await client.send(new sdk.GetBucketPolicyCommand({ Bucket }));
      return { Policy: present(Policy, "Policy") };
    }),
    about("s3:GetBucketPolicyStatus", "PolicyStatus", ["NoSuchBucketPolicy"], async (client, sdk, Bucket) => {
      const { PolicyStatus } = await client.send(new sdk.GetBucketPolicyStatusCommand({ Bucket }));
      return { PolicyStatus: present(PolicyStatus, "PolicyStatus") };
    }),
    about("s3:GetBucketAcl", "Acl", [], async (client, sdk, Bucket) => {
      const { Owner, Grants } = await client.send(new sdk.GetBucketAclCommand({ Bucket }));
      return { Owner, Grants: present(Grants, "Grants") };
    }),
    about(
      "s3:GetEncryptionConfiguration",
      "Encryption",
      ["ServerSideEncryptionConfigurationNotFoundError"],
      async (client, sdk, Bucket) => {
        const answer = await client.send(new sdk.GetBucketEncryptionCommand({ Bucket }));
        const member = "ServerSideEncryptionConfiguration";
        return { [member]: present(answer[member], member) };
      },
    ),
    about("s3:GetBucketVersioning", "Versioning", [], async (client, sdk, Bucket) => {
      const { Status, MFADelete } = await client.send(new sdk.GetBucketVersioningCommand({ Bucket }));
      return { Status, MFADelete };
    }),
    about("s3:GetBucketLogging", "Logging", [], async (client, sdk, Bucket) => {
      const { LoggingEnabled } = await client.send(new sdk.GetBucketLoggingCommand({ Bucket }));
      return { LoggingEnabled };
    }),
  ],
});
