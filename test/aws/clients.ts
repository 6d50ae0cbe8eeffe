import { IAMClient } from "@aws-sdk/client-iam";
import { OrganizationsClient } from "@aws-sdk/client-organizations";
import { STSClient } from "@aws-sdk/client-sts";
import type { AwsServer } from "./start-server.js";

interface SdkCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** Real SDK clients for the test server. One attempt a call, so that a test sees each answer. */
export function sdkClients(server: AwsServer, credentials?: SdkCredentials) {
  const { AWS_ACCESS_KEY_ID = "", AWS_SECRET_ACCESS_KEY = "" } = server.env;
  const config = {
    endpoint: server.endpoint,
    region: "us-east-1",
    maxAttempts: 1,
    credentials: credentials ?? { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY },
  };
  return {
    iam: new IAMClient(config),
    organizations: new OrganizationsClient(config),
    sts: new STSClient(config),
  };
}

/** What the SDK throws: its name is the error code that applications look at. */
export async function failureOf(
  call: Promise<unknown>,
): Promise<{ name: string; status?: number; message: string }> {
  try {
    await call;
  } catch (error) {
    const { name, message, $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } };
    const status = $metadata?.httpStatusCode;
    return { name, message, ...(status !== undefined && { status }) };
  }
  throw new Error("the call did not fail");
}
