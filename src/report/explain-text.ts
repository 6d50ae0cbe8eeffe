import type { CredentialKind } from "../model/credential.js";
import type { Credential, Explanation, KeyOwner } from "../model/results/explanation.js";
import { fitLines, hangingText } from "./fit-lines.js";
import type { View } from "./formats/format.js";
import { grid, wrapped } from "./grid.js";
import { mfaText } from "./mfa-text.js";
import type { Paint } from "./paint.js";
import { identityText, riskText } from "./risk-text.js";
import { plainText } from "./text.js";
import { verdictsText } from "./verdicts-text.js";
import { wrapText } from "./wrap.js";

/** Everything about one user or root user, for people. */
export function explainText(explanation: Explanation, view: View): string {
  const { credentials, evidence, key_owner: owner } = explanation;
  const { paint, width } = view;
  const parts = [
    ...(owner === undefined ? [] : [ownerText(owner, view).trimEnd()]),
    headText(explanation, view),
    verdictsText(explanation.verdicts, view),
    `${paint.bold("Credentials, the oldest first")}\n${credentialGrid(credentials, width)}`,
    `${paint.bold("Effective MFA and privilege")}\n${fitLines(powerText(explanation, paint), width)}`,
    `${paint.bold("Risk")}\n${fitLines(riskText(explanation.risk, paint), width)}`,
    `${paint.bold("Evidence on the account")}\n${evidenceGrid(evidence, width)}`,
  ];
  return `${parts.join("\n\n")}\n`;
}

function powerText({ subject_kind: kind, effective_mfa: mfa }: Explanation, paint: Paint): string {
  if (kind === "root_user")
    return "  A root user may do everything in its account, but for what SCPs forbid.";
  if (mfa === null) return "  unknown: the policies need more work than is allowed for";
  return mfaText(mfa, paint).trimEnd().replace(/^/gm, "  ");
}

/** Whose a key is, as AWS told it. */
export function ownerText(owner: KeyOwner, { width }: View): string {
  const { last_used_at: at, last_used_service: service, last_used_region: region } = owner;
  const use = at === null ? "never used since 2015-04-22" : `last used ${at}`;
  const lines = [
    `${owner.credential_id} belongs to account ${owner.account_id}` +
      (owner.user_name === null ? "." : `, user ${owner.user_name}.`),
    ...(owner.user_name === null
      ? [`Its user is not known: ${owner.missing ?? "AWS did not say"}.`]
      : [`It was ${use}${where(service, region)}.`]),
  ];
  return `${fitLines(lines.map(plainText).join("\n"), width)}\n`;
}

function headText(explanation: Explanation, { paint, width }: View): string {
  const { user, account, identity, as_of, snapshot_id, subject_kind: kind } = explanation;
  const place = [account.ou_path, account.state].filter((part) => part !== null && part !== "").join(", ");
  const organization =
    account.org_id === null
      ? account.org_role
      : `${account.org_role} of ${account.org_id}${place === "" ? "" : ` (${place})`}`;
  const device = user.mfa_active === null ? "not known" : user.mfa_active ? "registered" : "no device";
  const facts: [string, string][] = [
    ["account", [account.account_id, account.name, account.alias].filter((part) => part !== null).join(" ")],
    ["organization", organization],
    ...identityText(identity).filter(([name]) => kind === "iam_user" || name === "owner"),
    ["created", user.created_at ?? "not known"],
    ["MFA", `${device}${user.mfa_kind === null ? "" : ` (${user.mfa_kind})`}`],
    ...(user.groups.length === 0 ? [] : [["groups", user.groups.join(", ")] as [string, string]]),
    ...(user.boundary_arn === null ? [] : [["boundary", user.boundary_arn] as [string, string]]),
    ...(user.fresh_at === null ? [] : [["read again", user.fresh_at] as [string, string]]),
    ["as of", `${as_of}  snapshot ${snapshot_id}`],
  ];
  const indent = " ".repeat(15);
  const lines = facts.map(
    ([name, value]) => `  ${name.padEnd(13)}${hangingText(plainText(value), width, indent)}`,
  );
  const name = plainText(user.user_name);
  const title = wrapText(`${name}  ${plainText(user.arn)}`, width, "  ");
  return [paint.bold(name) + title.slice(name.length), ...lines].join("\n");
}

/** Terminals that are so wide show the second, not the day. */
const WIDE = 110;

function credentialGrid(credentials: readonly Credential[], width: number): string {
  if (credentials.length === 0) return "  none";
  const at = (time: string) => (width < WIDE ? time.slice(0, 10) : time);
  return grid(
    ["  MADE", wrapped("CREDENTIAL"), "ID", wrapped("STATE"), wrapped("LAST USED")],
    credentials.map((one) => [
      `  ${at(one.created_at ?? "not known")}`,
      `${one.kind.replaceAll("_", " ")}${one.slot === null ? "" : ` ${one.slot}`}${one.service === null ? "" : ` (${one.service})`}`,
      one.credential_id ?? "",
      one.state + (one.expires_at === null ? "" : `, expires ${at(one.expires_at)}`),
      lastUse(one, at),
    ]),
    width,
  );
}

/** Kinds of which AWS tells the last use. */
const USE_TOLD: ReadonlySet<CredentialKind> = new Set([
  "password",
  "access_key",
  "root_password",
  "root_key",
]);

function lastUse(one: Credential, at: (time: string) => string): string {
  if (!USE_TOLD.has(one.kind)) return "not told by AWS";
  if (one.last_used_at === null) return one.state === "unknown" ? "" : "no use recorded";
  return at(one.last_used_at) + where(one.last_used_service, one.last_used_region);
}

function where(service: string | null, region: string | null): string {
  return (service === null ? "" : `, ${service}`) + (region === null ? "" : ` in ${region}`);
}

function evidenceGrid(evidence: Explanation["evidence"], width: number): string {
  return grid(
    ["  KIND", "STATUS", "AGE", wrapped("DETAIL")],
    evidence.map(({ kind, status, age_seconds: age, detail }) => [
      `  ${kind}`,
      status,
      age === null ? "" : ageText(age),
      detail ?? "",
    ]),
    width,
  );
}

/** 5400 -> "1.5 hours"; from two days on in days. */
function ageText(seconds: number): string {
  const hours = seconds / 3600;
  return hours < 48 ? `${hours.toFixed(1)} hours` : `${Math.floor(hours / 24)} days`;
}
