import type { Candidate } from "./candidate.js";
import type { GuardNote } from "./guard-notes.js";
import { HARMLESS } from "./harmless.js";
import type { PlacedDocument } from "./levels.js";
import type { Model } from "./model.js";
import type { PolicySource } from "./policy-source.js";
import { askingForMfa } from "./role-changes.js";
import { nameOf } from "./statement-note.js";
import type { Subject } from "./subject.js";

type Json = { [name: string]: unknown };

/** Actions a guard has to leave open so that people can enrol a device, and no more. */
const ENROLMENT = [
  "iam:CreateVirtualMFADevice",
  "iam:EnableMFADevice",
  "iam:GetUser",
  "iam:ListMFADevices",
  "iam:ListVirtualMFADevices",
  "iam:ResyncMFADevice",
  "sts:GetSessionToken",
];
const GUARD = JSON.stringify(
  {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "DenyAllButEnrolmentWithoutMfa",
        Effect: "Deny",
        NotAction: ENROLMENT,
        Resource: "*",
        Condition: { BoolIfExists: { "aws:MultiFactorAuthPresent": "false" } },
      },
    ],
  },
  null,
  2,
);
const HARMLESS_NAMES = new Set(HARMLESS.map((action) => action.toLowerCase()));

function guardSource(origin: PolicySource["origin"]): PolicySource {
  return { origin, name: "a new policy", arn: null, text: GUARD };
}

function replaceIn(subject: Subject, old: PolicySource, text: string): Subject {
  const swap = (one: PolicySource) => (one === old ? { ...one, text } : one);
  const { scps, identity, boundary } = subject;
  return {
    ...subject,
    scps:
      typeof scps === "string"
        ? scps
        : scps.map((level) => (typeof level === "string" ? level : level.map(swap))),
    identity: typeof identity === "string" ? identity : identity.map(swap),
    boundary: typeof boundary === "string" ? boundary : swap(boundary),
  };
}

/** The document with one statement changed; null when the text is not plain JSON. */
function edited(placed: PlacedDocument, index: number, change: (statement: Json) => Json): string | null {
  const text = placed.compiled?.document.text;
  if (text === undefined) return null;
  const document = JSON.parse(text) as Json;
  const list = (Array.isArray(document.Statement) ? document.Statement : [document.Statement]) as Json[];
  return JSON.stringify(
    { ...document, Statement: list.map((one, number) => (number === index ? change(one) : one)) },
    null,
    2,
  );
}

/** The condition with one right test on MFA in place of those that are there. */
function rightCondition(statement: Json): Json {
  const kept: Json = {};
  for (const [operator, keys] of Object.entries((statement.Condition ?? {}) as Json)) {
    const others = Object.entries(keys as Json).filter(([key]) => !/^aws:multifactorauth/i.test(key));
    if (others.length > 0) kept[operator] = Object.fromEntries(others);
  }
  const ifExists = (kept.BoolIfExists ?? {}) as Json;
  return { ...kept, BoolIfExists: { ...ifExists, "aws:MultiFactorAuthPresent": "false" } };
}

function onlyMfa(statement: Json): Json {
  return rightCondition({ ...statement, Condition: {} });
}

function harmlessOnly(statement: Json): Json {
  const actions = [statement.NotAction ?? []].flat().map(String);
  const kept = actions.filter((action) => HARMLESS_NAMES.has(action.toLowerCase()));
  return { ...statement, NotAction: kept.length === 0 ? ENROLMENT : kept };
}

const REPAIRS: readonly (readonly [string, (statement: Json) => boolean, (statement: Json) => Json])[] = [
  [
    "test MFA with BoolIfExists aws:MultiFactorAuthPresent false",
    () => true,
    (one) => ({ ...one, Condition: rightCondition(one) }),
  ],
  ["leave only enrolment out of its NotAction", (one) => one.NotAction !== undefined, harmlessOnly],
  ["drop every other condition", () => true, (one) => ({ ...one, Condition: onlyMfa(one) })],
  [
    "test MFA with BoolIfExists alone and leave only enrolment out of its NotAction",
    (one) => one.NotAction !== undefined,
    (one) => harmlessOnly({ ...one, Condition: onlyMfa(one) }),
  ],
];

function repairs(model: Model, guard: GuardNote): Candidate[] {
  const { ref } = guard.statement;
  const placed = model.documents.find(
    (one) => one.layer === ref.layer && one.level === ref.level && one.document === ref.document,
  );
  if (placed === undefined || guard.effect !== "Deny") return [];
  return REPAIRS.flatMap(([what, fits, change]) => {
    let fitting = false;
    const text = edited(placed, ref.statement, (statement) => {
      fitting = fits(statement);
      return change(statement);
    });
    if (text === null || !fitting) return [];
    const on = nameOf(guard.statement);
    return [{ what: `In ${on}, ${what}.`, on, subject: replaceIn(model.subject, placed.source, text) }];
  });
}

function additions(subject: Subject): Candidate[] {
  const { scps, identity } = subject;
  const found: Candidate[] = [];
  if (Array.isArray(scps)) {
    const levels = scps as readonly (readonly PolicySource[] | "missing")[];
    const changed = levels.map((level, index) =>
      index === 0 && typeof level !== "string" ? [...level, guardSource("scp")] : level,
    );
    found.push({
      on: "scp",
      what: "Attach a service control policy that denies everything but enrolment without MFA.",
      subject: { ...subject, scps: changed },
    });
  }
  const own = typeof identity === "string" ? [] : identity;
  found.push({
    on: "identity",
    what: "Give the user, by a group, a policy that denies everything but enrolment without MFA.",
    subject: {
      ...subject,
      identity: identity === "missing" ? "missing" : [...own, guardSource("group-managed")],
    },
  });
  if (subject.console !== false && subject.device === false) {
    found.push({
      on: "device",
      what: "Register an MFA device: the console then asks for it.",
      subject: { ...subject, device: true },
    });
  }
  if (subject.keys !== false) {
    found.push({ on: "keys", what: "Switch the access keys off.", subject: { ...subject, keys: false } });
  }
  return [...found, ...askingForMfa(subject)];
}

/** Changes that may help, repairs of what is there first. Whether they do has to be tried. */
export function candidates(model: Model, guards: readonly GuardNote[]): Candidate[] {
  return [...guards.slice(0, 5).flatMap((guard) => repairs(model, guard)), ...additions(model.subject)];
}
