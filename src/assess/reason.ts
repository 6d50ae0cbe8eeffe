import type { ControlDeclaration, Reasons } from "../model/control.js";
import type { Entity } from "../model/entity.js";
import { evidenceWords } from "../model/evidence-words.js";
import { thousands } from "../model/listed.js";
import type { Status } from "../model/status.js";
import type { ColumnType } from "../model/table.js";
import { DAY_SECONDS, formatDate } from "../model/time.js";
import type { ParameterValues } from "./parameters.js";

/** What of a control its reasons are made from. */
export interface ReasonSource {
  readonly declaration: Pick<ControlDeclaration, "reason">;
  readonly entity: Pick<Entity, "words" | "columns">;
}

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
export function reasonText(control: ReasonSource, facts: ReasonFacts): string {
  if (facts.subjectKind === "account") return missingReason(control, facts);
  const template = pick(control.declaration.reason[facts.status], facts) ?? "It is not known.";
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => value(name, facts, control.entity) ?? whole);
}

/** What an account is missing, and what could not be judged for that. */
function missingReason({ entity }: ReasonSource, { accountId, evidence }: ReasonFacts): string {
  const what = evidenceWords(String(evidence.missing));
  const how = String(evidence.status).replaceAll("_", " ");
  const detail = typeof evidence.detail === "string" ? ` (${evidence.detail})` : "";
  const are = what.endsWith("s") ? "are" : "is";
  return `The ${what} of account ${accountId}${where(evidence)} ${are} missing: ${how}${detail}. ${notJudged(entity, evidence)}`;
}

/** The Regions that lack it; nothing where it is of no Region. */
function where({ region, regions }: ReasonFacts["evidence"]): string {
  if (typeof region !== "string") return "";
  const others = Number(regions ?? 1) - 1;
  return others === 0 ? ` in ${region}` : ` in ${region} and ${others} more Region${others === 1 ? "" : "s"}`;
}

/** How many of the account's subjects could not be judged; where nothing lists them, that is not known. */
function notJudged(
  { words }: ReasonSource["entity"],
  { count, unlisted, judged }: ReasonFacts["evidence"],
): string {
  const some = Number(judged ?? 0);
  if (Number(unlisted ?? 0) > 0) {
    if (some === 0) return `None of its ${words.many} could be judged.`;
    return `It may have more ${words.many} than the ${thousands(some)} that could be judged.`;
  }
  const lost = Number(count);
  if (some === 0)
    return lost === 1
      ? `Its ${words.one} could not be judged.`
      : `None of its ${thousands(lost)} ${words.many} could be judged.`;
  return `${thousands(lost)} of its ${thousands(lost + some)} ${words.many} could not be judged.`;
}

/** The first text whose parameters and evidence are those of the finding. */
function pick(
  reasons: Reasons | undefined,
  { parameters, evidence }: Pick<ReasonFacts, "parameters" | "evidence">,
): string | undefined {
  if (reasons === undefined || typeof reasons === "string") return reasons;
  return reasons.find(({ when }) =>
    Object.entries(when).every(([name, wanted]) => (parameters.get(name) ?? evidence[name]) === wanted),
  )?.text;
}

function value(name: string, facts: ReasonFacts, { columns }: ReasonSource["entity"]): string | undefined {
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
      return facts.agedFrom === null
        ? "?"
        : thousands(Math.floor((facts.asOf - facts.agedFrom) / DAY_SECONDS));
    default:
      return fieldText(name, facts.parameters.get(name) ?? facts.evidence[name], columns[name]?.type);
  }
}

/** A parameter or a field of the evidence; `type`: of the column, where it is one. */
function fieldText(name: string, found: unknown, type: ColumnType | undefined): string {
  if (Array.isArray(found)) return listText(found);
  if (found === undefined || found === null)
    return type === undefined || type === "integer" ? "an unknown number of" : "unknown";
  if (typeof found === "number") return thousands(found);
  return name.startsWith("tier_") && found === "none" ? "nothing harmful" : String(found);
}

/** So many of a list fit into a sentence; the evidence of the finding has all of them. */
const LISTED = 5;

function listText(items: readonly unknown[]): string {
  if (items.length === 0) return "none";
  const shown = items.slice(0, LISTED).join(", ");
  return items.length <= LISTED ? shown : `${shown} and ${thousands(items.length - LISTED)} more`;
}

function credentialText({ credential, slot }: ReasonFacts): string {
  const words = (credential ?? "credential").replaceAll("_", " ");
  return slot === null ? words : `${words} ${slot}`;
}
