/** What kind of MFA device a serial number belongs to; `mixed`: devices of several kinds. */
export type MfaKind = "virtual" | "fido" | "hardware" | "sms" | "mixed";

/**
 * The kind of a user's devices by their serial numbers: an ARN for virtual devices and security keys, a bare number
 * for hardware tokens. null: there are none.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_MFADevice.html
 */
export function mfaKind(serials: readonly string[]): MfaKind | null {
  const [first, ...others] = new Set(serials.map(kindOf));
  if (first === undefined) return null;
  return others.length === 0 ? first : "mixed";
}

function kindOf(serial: string): MfaKind {
  const resource = /^arn:[^:]*:iam::\d*:([^/]+)\//.exec(serial)?.[1];
  if (resource === "mfa") return "virtual";
  if (resource === "sms-mfa") return "sms";
  return resource === undefined ? "hardware" : "fido";
}
