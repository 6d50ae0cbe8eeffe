/** What must stand in no log, and what stands there instead. */
const PATTERNS: readonly (readonly [RegExp, string])[] = [
  [/[^\s"'<>()/:,;=]+@[^\s"'<>()/:,;=]+\.[^\s"'<>()/:,;=]+/g, "<e-mail>"],
  // Ids of keys that sign requests: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-prefixes
  [/\b(AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{12,}\b/g, "<access key>"],
  // A secret key is 40 characters of base64, a session token hundreds; few honest words are as long.
  [/[A-Za-z0-9+/=]{40,}/g, "<secret>"],
];

/** A text without credentials, tokens and e-mail addresses, for logs. */
export function redact(text: string): string {
  return PATTERNS.reduce((all, [pattern, instead]) => all.replace(pattern, instead), text);
}
