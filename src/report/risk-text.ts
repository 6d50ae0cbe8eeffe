import type { CredentialRisk, UserIdentity, UserRisk } from "../model/results/explanation.js";
import type { Paint } from "./paint.js";
import { plainText } from "./text.js";

/** The risk of a user as the sum it is, credential by credential and factor by factor. */
export function riskText({ points, emergency, credentials }: UserRisk, paint: Paint): string {
  if (credentials.length === 0) return "  0: there is no password and no active access key";
  const terms =
    credentials.length === 1
      ? ""
      : ` = ${credentials.map((credential) => credential.points.toFixed(2)).join(" + ")}`;
  const first = emergency === null ? [] : [`  ${paint.red("emergency")}: ${emergency.title}`];
  return [
    ...first,
    `  ${paint.bold(points.toFixed(2))} points${terms}`,
    ...credentials.flatMap(credentialLines),
  ].join("\n");
}

function credentialLines(one: CredentialRisk): string[] {
  const { credential, slot, points, ease, certainty, factors } = one;
  const name = `${credential.replaceAll("_", " ")}${slot === null ? "" : ` ${slot}`}`;
  return [
    `  ${name}: ${points.toFixed(2)} = ${gainText(one)} x ease ${ease.toFixed(2)} x certainty ${certainty.toFixed(2)}`,
    ...factors.map((factor) => `    ${factor.ease.toFixed(2)}  ${factor.text}`),
  ];
}

function gainText({ gain, gain_without_mfa: without, gain_with_mfa: withMfa }: CredentialRisk): string {
  return withMfa <= without
    ? `gain ${gain}`
    : `gain ${gain} (${without} without MFA, and a little of the ${withMfa} with it)`;
}

/** Person or program, and whose it is, each with the reason. */
export function identityText({ kind, reasons, owner, owner_from: from }: UserIdentity): [string, string][] {
  const why = reasons.map((one) => `${one.reason}${one.kind === kind ? "" : ` (${one.kind})`}`).join("; ");
  return [
    ["kind", why === "" ? kind : `${kind}: ${plainText(why)}`],
    ["owner", owner === null ? "not known" : `${owner} (${from})`],
  ];
}
