import { readFile } from "node:fs/promises";
import { z } from "zod";
import { shippedPath } from "../../model/package.js";

/** An AWS-managed policy as AWS published it. */
export interface ManagedPolicy {
  readonly name: string;
  readonly version: string;
  /** The policy document as JSON text. */
  readonly document: string;
}

const FILE = shippedPath("data/aws-managed-policies.json");
const file = z.object({
  as_of: z.string(),
  policies: z.record(z.string(), z.object({ version: z.string(), document: z.unknown() })),
});
/** In other partitions AWS publishes other documents. */
const AWS_OWN = "arn:aws:iam::aws:policy";

/**
 * AWS-managed policies that audits meet most, for details that refer to them and do not hold them; `asOf` is the day of the
 * newest of them.
 * https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
 */
export async function managedPolicies(): Promise<{
  readonly asOf: string;
  readonly of: (arn: string) => ManagedPolicy | undefined;
}> {
  const { as_of: asOf, policies } = file.parse(JSON.parse(await readFile(FILE, "utf8")));
  return {
    asOf,
    of: (arn) => {
      const path = arn.startsWith(AWS_OWN) ? arn.slice(AWS_OWN.length) : "";
      const found = Object.hasOwn(policies, path) ? policies[path] : undefined;
      if (found === undefined) return undefined;
      const name = path.split("/").at(-1) ?? path;
      return { name, version: found.version, document: JSON.stringify(found.document) };
    },
  };
}
