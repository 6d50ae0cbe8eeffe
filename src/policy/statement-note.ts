import type { StatementRecord } from "../model/results/mfa.js";
import type { Model, StatementRef } from "./model.js";
import type { Origin } from "./policy-source.js";
import { positionAt } from "./position.js";

/** A statement as a person finds it. */
export interface StatementNote extends StatementRecord {
  readonly ref: StatementRef;
  readonly origin: Origin;
}

/** Looks a reference up. Null when the model has no such statement. */
export function noteOf(model: Model, ref: StatementRef): StatementNote | null {
  const placed = model.documents.find(
    (one) => one.layer === ref.layer && one.level === ref.level && one.document === ref.document,
  );
  const document = placed?.compiled?.document;
  const statement = document?.statements[ref.statement];
  if (placed === undefined || document === undefined || statement === undefined) return null;
  return {
    ref,
    origin: placed.source.origin,
    policy: placed.source.arn ?? placed.source.name,
    sid: statement.sid,
    number: ref.statement + 1,
    ...positionAt(document.text, statement.start),
    text: document.text.slice(statement.start, statement.end),
  };
}

/** The way to name a statement in a sentence: `Sid "DenyNoMfa" of arn:...`. */
export function nameOf(note: StatementNote): string {
  const statement =
    note.sid === null || note.sid === "" ? `statement ${note.number}` : `statement "${note.sid}"`;
  return `${statement} of ${note.policy}`;
}
