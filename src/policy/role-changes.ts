import type { Candidate } from "./candidate.js";
import type { KnownRole } from "./known-roles.js";
import { parsePolicy } from "./parse-policy.js";
import type { Subject } from "./subject.js";

const NAMED = 3;

/** The trust policy, and a Deny of the subject without MFA; null where it is not known. */
function guarded({ trust }: KnownRole, subject: Subject): string | null {
  const parsed = trust.text === null ? null : parsePolicy(trust.text, "trust");
  if (!parsed?.ok) return null;
  const document: { Statement?: unknown } = JSON.parse(parsed.document.text);
  const asking = {
    Effect: "Deny",
    Principal: { AWS: subject.principal.arn },
    Action: "sts:AssumeRole",
    Condition: { BoolIfExists: { "aws:MultiFactorAuthPresent": "false" } },
  };
  return JSON.stringify({ ...document, Statement: [document.Statement, asking].flat() });
}

/** Asks for MFA in the trust policies of the roles that a subject may assume. */
export function askingForMfa(subject: Subject): Candidate[] {
  const { roles } = subject;
  const harmful = roles?.roles.filter(({ gives }) => gives.harmful) ?? [];
  if (roles === undefined || harmful.length === 0) return [];
  const names = harmful.slice(0, NAMED).map(({ arn }) => arn.slice(arn.indexOf(":role/") + 6));
  const more = harmful.length > NAMED ? ` and ${harmful.length - NAMED} more` : "";
  const changed = roles.roles.map((role): KnownRole => {
    const text = role.gives.harmful ? guarded(role, subject) : null;
    return text === null ? role : { ...role, trust: { ...role.trust, text } };
  });
  return [
    {
      on: "trust",
      what: `Ask for MFA in the trust policy of ${names.join(", ")}${more}: Bool aws:MultiFactorAuthPresent true.`,
      subject: { ...subject, roles: { ...roles, roles: changed } },
    },
  ];
}
