import type { Credential, Explanation, KeyOwner } from "../model/results/explanation.js";
import type { FindingRecord } from "../model/results/findings.js";
import type { View } from "./formats/format.js";
import { grid } from "./grid.js";
import { mfaText } from "./mfa-text.js";
import type { Paint } from "./paint.js";
import { identityText, riskText } from "./risk-text.js";
import { plainText } from "./text.js";

/** Everything about one user, for people. */
export function explainText(explanation: Explanation, { paint }: View): string {
  const { credentials, effective_mfa: mfa, verdicts, evidence, key_owner: owner } = explanation;
  const parts = [
    ...(owner === undefined ? [] : [ownerText(owner).trimEnd()]),
    headText(explanation, paint),
    `${paint.bold("Credentials, the oldest first")}\n${credentialGrid(credentials)}`,
    `${paint.bold("Effective MFA and privilege")}\n${mfa === null ? TOO_COMPLEX : indented(mfaText(mfa, paint))}`,
    `${paint.bold("Risk")}\n${riskText(explanation.risk, paint)}`,
    `${paint.bold("Verdicts")}\n${verdictGrid(verdicts, paint)}`,
    `${paint.bold("Evidence on the account")}\n${evidenceGrid(evidence)}`,
  ];
  return `${parts.join("\n\n")}\n`;
}

const TOO_COMPLEX = "  unknown: the policies need more work than is allowed for";

function indented(text: string): string {
  return text.trimEnd().replace(/^/gm, "  ");
}

/** Whose a key is, as AWS told it. */
export function ownerText(owner: KeyOwner): string {
  const { last_used_at: at, last_used_service: service, last_used_region: region } = owner;
  const use = at === null ? "never used since 2015-04-22" : `last used ${at}`;
  const lines = [
    `${owner.credential_id} belongs to account ${owner.account_id}` +
      (owner.user_name === null ? "." : `, user ${owner.user_name}.`),
    ...(owner.user_name === null
      ? [`Its user is not known: ${owner.missing ?? "AWS did not say"}.`]
      : [`It was ${use}${where(service, region)}.`]),
  ];
  return `${lines.map(plainText).join("\n")}\n`;
}

function headText({ user, account, identity, as_of, snapshot_id }: Explanation, paint: Paint): string {
  const place = [account.ou_path, account.state].filter((part) => part !== null && part !== "").join(", ");
  const organization =
    account.org_id === null
      ? account.org_role
      : `${account.org_role} of ${account.org_id}${place === "" ? "" : ` (${place})`}`;
  const device = user.mfa_active === null ? "not known" : user.mfa_active ? "registered" : "no device";
  const facts: [string, string][] = [
    ["account", [account.account_id, account.name, account.alias].filter((part) => part !== null).join(" ")],
    ["organization", organization],
    ...identityText(identity),
    ["created", user.created_at ?? "not known"],
    ["MFA", `${device}${user.mfa_kind === null ? "" : ` (${user.mfa_kind})`}`],
    ...(user.groups.length === 0 ? [] : [["groups", user.groups.join(", ")] as [string, string]]),
    ...(user.boundary_arn === null ? [] : [["boundary", user.boundary_arn] as [string, string]]),
    ...(user.fresh_at === null ? [] : [["read again", user.fresh_at] as [string, string]]),
    ["as of", `${as_of}  snapshot ${snapshot_id}`],
  ];
  const lines = facts.map(([name, value]) => `  ${name.padEnd(13)}${plainText(value)}`);
  return [`${paint.bold(plainText(user.user_name))}  ${plainText(user.arn)}`, ...lines].join("\n");
}

function credentialGrid(credentials: readonly Credential[]): string {
  if (credentials.length === 0) return "  none";
  const columns = ["  MADE", "CREDENTIAL", "ID", "STATE", "LAST USED"];
  return grid(
    columns,
    credentials.map((one) => [
      `  ${one.created_at ?? "not known"}`,
      `${one.kind.replaceAll("_", " ")}${one.slot === null ? "" : ` ${one.slot}`}${one.service === null ? "" : ` (${one.service})`}`,
      one.credential_id ?? "",
      one.state + (one.expires_at === null ? "" : `, expires ${one.expires_at}`),
      lastUse(one),
    ]),
  );
}

function lastUse(one: Credential): string {
  if (one.kind !== "password" && one.kind !== "access_key") return "not told by AWS";
  if (one.last_used_at === null) return one.state === "unknown" ? "" : "no use recorded";
  return one.last_used_at + where(one.last_used_service, one.last_used_region);
}

function where(service: string | null, region: string | null): string {
  return (service === null ? "" : `, ${service}`) + (region === null ? "" : ` in ${region}`);
}

/** Who accepted what fails, and until when. */
function exceptionText({ exception }: FindingRecord): string {
  if (exception === undefined || exception === null) return "";
  const { id, owner, expires } = exception;
  return ` Excepted by ${owner} until ${expires} (${id}).`;
}

function verdictGrid(verdicts: readonly FindingRecord[], paint: Paint): string {
  const colour: Record<string, (text: string) => string> = {
    fail: paint.red,
    unknown: paint.yellow,
    pass: paint.green,
  };
  return grid(
    [
      { title: "  STATUS", paint: (text: string) => (colour[text.trim()] ?? paint.dim)(text) },
      ...["CONTROL", "SEVERITY", "WHY"],
    ],
    verdicts.map((one) => [
      `  ${one.status}`,
      one.control_id,
      one.severity,
      `${one.reason}${exceptionText(one)}`,
    ]),
  );
}

function evidenceGrid(evidence: Explanation["evidence"]): string {
  return grid(
    ["  KIND", "STATUS", "AGE", "DETAIL"],
    evidence.map(({ kind, status, age_seconds: age, detail }) => [
      `  ${kind}`,
      status,
      age === null ? "" : ageText(age),
      detail ?? "",
    ]),
  );
}

/** 5400 -> "1.5 hours"; from two days on in days. */
function ageText(seconds: number): string {
  const hours = seconds / 3600;
  return hours < 48 ? `${hours.toFixed(1)} hours` : `${Math.floor(hours / 24)} days`;
}
