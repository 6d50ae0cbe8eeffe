import { parseArn } from "../model/arn.js";

/** What a person asked about: a credential by its id, a user by ARN, or by name. */
export type Subject =
  | { readonly kind: "credential"; readonly id: string }
  | { readonly kind: "arn"; readonly arn: string }
  | { readonly kind: "name"; readonly name: string };

/**
 * Ids of credentials: access keys (AKIA), temporary ones (ASIA), SSH public keys (APKA), service-specific ones (ACCA).
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
 */
const CREDENTIAL_ID = /^(AKIA|ASIA|APKA|ACCA)[A-Z0-9]{12,124}$/;

/** Tells by its form what a subject is; whatever is neither an id nor an ARN is a user's name. */
export function parseSubject(text: string): Subject {
  const trimmed = text.trim();
  if (CREDENTIAL_ID.test(trimmed)) return { kind: "credential", id: trimmed };
  if (parseArn(trimmed) !== undefined) return { kind: "arn", arn: trimmed };
  return { kind: "name", name: text };
}
