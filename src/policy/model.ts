import type { CompiledStatement } from "./compile.js";
import { CONTEXTS, factsOf } from "./context.js";
import type { PolicyProblem } from "./document.js";
import { type Facts, UNKNOWN } from "./facts.js";
import { type Glob, glob } from "./glob.js";
import type { LayerName, Level, LevelReader, PlacedDocument } from "./levels.js";
import { mayMatch, surelyMatch } from "./resource-pattern.js";
import type { Subject } from "./subject.js";

/** Where a statement stands: layer, the level of a service control policy, document in canonical order, index. */
export interface StatementRef {
  readonly layer: LayerName;
  readonly level: number;
  readonly document: number;
  readonly statement: number;
}

/** A statement as it applies to one principal. */
export interface AppliedStatement {
  readonly ref: StatementRef;
  /** Index of the slot it stands in; -1 for what only restricts. */
  readonly slot: number;
  readonly compiled: CompiledStatement;
  /** Of an Allow: what it may allow (too wide rather than too narrow). Of a Deny: what it surely denies. */
  readonly resources: readonly Glob[];
  /** The resources as the policy writes them, in the order of `resources`. */
  readonly texts: readonly string[];
  /** Of a Deny with NotResource: `resources` are what it spares. */
  readonly spares: boolean;
  /** A Deny of unknown reach: it can make a difference, but covers nothing for sure. */
  readonly vague: boolean;
}

/** A layer that must allow a request: a level of service control policies, identity, or boundary. */
export interface Slot {
  readonly layer: LayerName;
  /** Something of it was not collected or cannot be read, so it may allow anything. */
  readonly open: boolean;
}

/** Evidence that is not there, or cannot be read. */
export interface Gap {
  readonly layer: LayerName;
  /** Null: the whole layer or level. */
  readonly name: string | null;
  readonly problem: PolicyProblem | null;
}

export interface Model {
  readonly subject: Subject;
  readonly statements: readonly AppliedStatement[];
  readonly slots: readonly Slot[];
  readonly gaps: readonly Gap[];
  readonly documents: readonly PlacedDocument[];
}

export const EVERYTHING = glob("*");

/** Keys that differ between the requests of one principal. */
const PER_REQUEST = /^aws:(multifactorauth|calledvia|viaawsservice|tokenissuetime)/;

/** Facts of the principal alone: what may stand in a Resource. */
export function principalFacts(subject: Subject): Facts {
  const facts = factsOf(subject.principal, CONTEXTS.mfa);
  return (key) => (PER_REQUEST.test(key) ? UNKNOWN : facts(key));
}

/** A statement as it applies to the principal of some facts. */
export function applyStatement(
  compiled: CompiledStatement,
  ref: StatementRef,
  slot: number,
  facts: Facts,
): AppliedStatement {
  const { deny, resources: sources, resourcesNegated } = compiled;
  if (!deny && resourcesNegated) {
    return { ref, slot, compiled, resources: [EVERYTHING], texts: ["*"], spares: false, vague: false };
  }
  const { patterns, vague } =
    deny && !resourcesNegated ? surelyMatch(sources, facts) : mayMatch(sources, facts);
  return {
    ref,
    slot,
    compiled,
    resources: patterns.map(({ glob }) => glob),
    texts: patterns.map(({ text }) => text),
    spares: deny && resourcesNegated,
    vague: deny && vague,
  };
}

/** Whether something of a level was not collected or cannot be read. */
export function isOpen({ missing, documents }: Level): boolean {
  return missing || documents.some((one) => one.compiled === null);
}

function slotOf(level: Level, slot: number, statements: AppliedStatement[], facts: Facts): Slot {
  for (const { compiled, document, layer, level: number } of level.documents) {
    for (const statement of compiled?.statements ?? []) {
      const ref = { layer, level: number, document, statement: statement.source.index };
      statements.push(applyStatement(statement, ref, slot, facts));
    }
  }
  return { layer: level.layer, open: isOpen(level) };
}

function gapsOf(level: Level): Gap[] {
  if (level.missing) return [{ layer: level.layer, name: null, problem: null }];
  return level.documents
    .filter((one) => one.compiled === null)
    .map((one) => ({ layer: one.layer, name: one.source.name, problem: one.problem }));
}

/** Lays the policies of a subject out for evaluation. */
export function buildModel(subject: Subject, reader: LevelReader): Model {
  const facts = principalFacts(subject);
  const levels = reader.levels(subject);
  const statements: AppliedStatement[] = [];
  const slots = levels.map((level, slot) => slotOf(level, slot, statements, facts));
  const rcps = reader.level("rcp", 0, subject.rcps ?? []);
  slotOf(rcps, -1, statements, facts);
  return {
    subject,
    statements,
    slots,
    gaps: [...levels, rcps].flatMap(gapsOf),
    documents: [...levels, rcps].flatMap((level) => level.documents),
  };
}
