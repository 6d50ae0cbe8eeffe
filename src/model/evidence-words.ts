import type { EvidenceKind } from "./coverage.js";

/** What AWS calls evidence whose kind does not say it. */
const WORDS: Readonly<Record<EvidenceKind, string>> = {
  organization: "organization membership",
  scp: "service control policies",
  rcp: "resource control policies",
  virtual_mfa_devices: "virtual MFA devices",
};

/** A kind of evidence in words: "authorization details", "service control policies". */
export function evidenceWords(kind: EvidenceKind): string {
  return WORDS[kind] ?? kind.replaceAll("_", " ");
}
