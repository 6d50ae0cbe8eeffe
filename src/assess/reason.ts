import type { Reasons } from "../model/control.js";
import type { Status } from "../model/status.js";
import { DAY_SECONDS, formatDate } from "../model/time.js";
import type { Control } from "./control.js";
import type { ParameterValues } from "./parameters.js";

/** What of a finding its reason is made from. */
export interface ReasonFacts {
  readonly status: Status;
  readonly accountId: string;
  readonly subjectArn: string;
  readonly subjectKind: string;
  readonly credential: string | null;
  readonly slot: number | null;
  readonly agedFrom: number | null;
  readonly asOf: number;
  readonly evidence: Readonly<Record<string, unknown>>;
  readonly parameters: ParameterValues;
}

/** The reason of a finding in words: the control's template for its status, with the finding's values put in. */
export function reasonText(control: Control, facts: ReasonFacts): string {
  if (facts.subjectKind === "account") return missingReason(control, facts);
  const template = pick(control.declaration.reason[facts.status], facts.evidence) ?? "It is not known.";
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => value(name, facts) ?? whole);
}

/** What an account is missing, and what could not be judged for that. */
function missingReason({ entity }: Control, { accountId, evidence }: ReasonFacts): string {
  const kind = String(evidence.missing);
  const what = kind.replaceAll("_", " ");
  const how = String(evidence.status).replaceAll("_", " ");
  const detail = typeof evidence.detail === "string" ? ` (${evidence.detail})` : "";
  const { many } = entity.words;
  const lists = entity.listedBy !== "run" && entity.listedBy.some((one) => one === kind);
  const judged = lists
    ? `None of its ${many} could be judged.`
    : `Not judged for want of it: ${evidence.count} of its ${many}.`;
  return `The ${what} of account ${accountId} ${what.endsWith("s") ? "are" : "is"} missing: ${how}${detail}. ${judged}`;
}

function pick(reasons: Reasons | undefined, evidence: Readonly<Record<string, unknown>>): string | undefined {
  if (reasons === undefined || typeof reasons === "string") return reasons;
  return reasons.find(({ when }) =>
    Object.entries(when).every(([field, wanted]) => evidence[field] === wanted),
  )?.text;
}

function value(name: string, facts: ReasonFacts): string | undefined {
  switch (name) {
    case "user_name":
      return facts.subjectArn.split("/").at(-1) ?? facts.subjectArn;
    case "account_id":
      return facts.accountId;
    case "credential":
      return credentialText(facts);
    case "aged_from":
      return facts.agedFrom === null ? "at a time not known" : formatDate(facts.agedFrom);
    case "age_days":
      return facts.agedFrom === null ? "?" : String(Math.floor((facts.asOf - facts.agedFrom) / DAY_SECONDS));
    default: {
      const parameter = facts.parameters.get(name) ?? facts.evidence[name];
      if (Array.isArray(parameter)) return listText(parameter);
      return parameter === undefined || parameter === null ? "an unknown number of" : String(parameter);
    }
  }
}

/** So many of a list fit into a sentence; the evidence of the finding has all of them. */
const LISTED = 5;

function listText(items: readonly unknown[]): string {
  if (items.length === 0) return "none";
  const shown = items.slice(0, LISTED).join(", ");
  return items.length <= LISTED ? shown : `${shown} and ${items.length - LISTED} more`;
}

function credentialText({ credential, slot }: ReasonFacts): string {
  const words = (credential ?? "credential").replaceAll("_", " ");
  return slot === null ? words : `${words} ${slot}`;
}
