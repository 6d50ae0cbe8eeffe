import type { Clause, Statement } from "./document.js";
import { isEveryone } from "./everyone.js";
import { glob, matches } from "./glob.js";

const PARTITIONS = ["aws", "aws-cn", "aws-us-gov"];

/**
 * Whether a bucket policy denies everybody every request that came without TLS, of the bucket and of all its objects;
 * several statements may do so together. What narrows such a statement (a further condition, some principals or actions
 * only) makes it none.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-bucket-policies.html
 */
export function isTlsOnly(statements: readonly Statement[], bucket: string): boolean {
  const resources = statements.filter(deniesPlainHttp).flatMap(({ resource }) => resource?.patterns ?? []);
  return (
    resources.some((one) => names(one, bucket)) &&
    // What ends in `*` and matches the beginning of all keys matches every key.
    resources.some((one) => one.endsWith("*") && names(one, `${bucket}/`))
  );
}

function deniesPlainHttp({ effect, principal, action, resource, clauses }: Statement): boolean {
  return (
    effect === "Deny" &&
    isEveryone(principal) &&
    !action.negated &&
    action.patterns.some((one) => /^(s3:)?\*+$/i.test(one)) &&
    resource?.negated === false &&
    clauses.every(holdsWithoutTls)
  );
}

/** Whether a condition holds for every request without TLS. */
function holdsWithoutTls({ operator, key, values }: Clause): boolean {
  const name = operator.toLowerCase().replace(/ifexists$/, "");
  switch (key.toLowerCase()) {
    case "aws:securetransport":
      if (name === "bool") return values.some((value) => value.toLowerCase() === "false");
      if (/^string(equals|equalsignorecase|like)$/.test(name)) return values.includes("false");
      return name === "stringnotequals" && values.length > 0 && values.every((value) => value === "true");
    case "s3:tlsversion":
      // A request without TLS has no version: without IfExists it is not denied.
      return /^numericlessthan(equals)?ifexists$/i.test(operator);
    default:
      return false;
  }
}

function names(pattern: string, resource: string): boolean {
  const compiled = glob(pattern);
  return PARTITIONS.some((partition) => matches(compiled, `arn:${partition}:s3:::${resource}`));
}
