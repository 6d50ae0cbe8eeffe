import type { UserIdentity, UserRisk, WayRisk } from "../analyse/risk/user-risk.js";
import type { Paint } from "./audit-text.js";
import { plainText } from "./text.js";

/** The risk of a user as the sum it is, way by way and factor by factor. */
export function riskText({ points, ways }: UserRisk, paint: Paint): string {
  if (ways.length === 0) return "  0: there is no password and no active access key";
  const terms = ways.length === 1 ? "" : ` = ${ways.map((way) => way.points.toFixed(2)).join(" + ")}`;
  return [`  ${paint.bold(points.toFixed(2))} points${terms}`, ...ways.flatMap(wayLines)].join("\n");
}

function wayLines(one: WayRisk): string[] {
  const { way, slot, points, ease, certainty, factors } = one;
  const name = `${way.replaceAll("_", " ")}${slot === null ? "" : ` ${slot}`}`;
  return [
    `  ${name}: ${points.toFixed(2)} = ${gainText(one)} x ease ${ease.toFixed(2)} x certainty ${certainty.toFixed(2)}`,
    ...factors.map((factor) => `    ${factor.ease.toFixed(2)}  ${factor.text}`),
  ];
}

function gainText({ gain, gain_without_mfa: without, gain_with_mfa: withMfa }: WayRisk): string {
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
