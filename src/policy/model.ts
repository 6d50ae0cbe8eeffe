import type { CompiledStatement } from "./compile.js";
import { CONTEXTS, factsOf } from "./context.js";
import type { PolicyKind, PolicyProblem } from "./document.js";
import type { LoadedDocument } from "./document-store.js";
import { type Facts, UNKNOWN } from "./facts.js";
import { type Glob, glob } from "./glob.js";
import type { PolicySource, Subject } from "./subject.js";
import { resolve } from "./variables.js";

export type LayerName = "scp" | "rcp" | "identity" | "boundary";

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

/** A policy in the place it applies from. `compiled` null: a gap. */
export interface PlacedDocument {
  readonly layer: LayerName;
  readonly level: number;
  readonly document: number;
  readonly source: PolicySource;
  readonly compiled: LoadedDocument | null;
  readonly problem: PolicyProblem | null;
}

export type Load = (text: string, kind: PolicyKind) => LoadedDocument | PolicyProblem;

export const EVERYTHING = glob("*");

function place(source: PolicySource, layer: LayerName, level: number, load: Load): PlacedDocument {
  const loaded = source.text === null ? null : load(source.text, layer);
  const problem = loaded !== null && "why" in loaded ? loaded : null;
  const compiled = loaded !== null && "hash" in loaded ? loaded : null;
  return { layer, level, document: 0, source, compiled, problem };
}

/** Equal sets of policies get equal places, in whatever order they were collected. */
function inOrder(placed: readonly PlacedDocument[]): PlacedDocument[] {
  const key = ({ source, compiled }: PlacedDocument) =>
    `${source.origin} ${compiled?.hash ?? "-"} ${source.name}`;
  return placed
    .map((one) => ({ one, key: key(one) }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ one }, document) => ({ ...one, document }));
}

interface Level {
  readonly layer: LayerName;
  readonly documents: readonly PlacedDocument[];
  readonly missing: boolean;
}

function levelOf(
  layer: LayerName,
  level: number,
  sources: readonly PolicySource[] | "missing",
  load: Load,
): Level {
  if (sources === "missing") return { layer, documents: [], missing: true };
  const documents = inOrder(sources.map((source) => place(source, layer, level, load)));
  return { layer, documents, missing: layer === "scp" && documents.length === 0 };
}

/** The layers that must allow, in evaluation order; a boundary or organization that is not there is no layer. */
export function levelsOf(subject: Subject, load: Load): Level[] {
  const { scps, identity, boundary } = subject;
  const chain = scps === "none" ? [] : scps === "missing" ? ["missing" as const] : scps;
  const levels = chain.map((sources, level) => levelOf("scp", level, sources, load));
  levels.push(levelOf("identity", 0, identity === "none" ? [] : identity, load));
  if (boundary !== "none")
    levels.push(levelOf("boundary", 0, boundary === "missing" ? "missing" : [boundary], load));
  return levels;
}

/** Keys that differ between the requests of one principal. */
const PER_REQUEST = /^aws:(multifactorauth|calledvia|viaawsservice|tokenissuetime)/;

/** Facts of the principal alone: what may stand in a Resource. */
export function principalFacts(subject: Subject): Facts {
  const facts = factsOf(subject.principal, CONTEXTS.mfa);
  return (key) => (PER_REQUEST.test(key) ? UNKNOWN : facts(key));
}

function apply(compiled: CompiledStatement, ref: StatementRef, slot: number, facts: Facts): AppliedStatement {
  if (!compiled.deny && compiled.resourcesNegated) {
    return { ref, slot, compiled, resources: [EVERYTHING], texts: ["*"], spares: false, vague: false };
  }
  const resolved = compiled.resources.map((resource) => ({
    text: resource.text,
    ...resolve(resource, facts),
  }));
  const usable = resolved.flatMap(({ glob, exact, text }) =>
    glob !== undefined && (exact || !compiled.deny) ? [{ glob, text }] : [],
  );
  return {
    ref,
    slot,
    compiled,
    resources: usable.map((one) => one.glob),
    texts: usable.map((one) => one.text),
    spares: compiled.deny && compiled.resourcesNegated,
    // A pattern whose text is not known denies, or spares, what cannot be told.
    vague: compiled.deny && usable.length < resolved.length,
  };
}

function slotOf(level: Level, slot: number, statements: AppliedStatement[], facts: Facts): Slot {
  for (const { compiled, document, layer, level: number } of level.documents) {
    for (const statement of compiled?.statements ?? []) {
      const ref = { layer, level: number, document, statement: statement.source.index };
      statements.push(apply(statement, ref, slot, facts));
    }
  }
  const open = level.missing || level.documents.some((one) => one.compiled === null);
  return { layer: level.layer, open };
}

function gapsOf(level: Level): Gap[] {
  if (level.missing) return [{ layer: level.layer, name: null, problem: null }];
  return level.documents
    .filter((one) => one.compiled === null)
    .map((one) => ({ layer: one.layer, name: one.source.name, problem: one.problem }));
}

/** Lays the policies of a subject out for evaluation. */
export function buildModel(subject: Subject, load: Load): Model {
  const facts = principalFacts(subject);
  const levels = levelsOf(subject, load);
  const statements: AppliedStatement[] = [];
  const slots = levels.map((level, slot) => slotOf(level, slot, statements, facts));
  const rcps = levelOf("rcp", 0, subject.rcps ?? [], load);
  slotOf(rcps, -1, statements, facts);
  return {
    subject,
    statements,
    slots,
    gaps: [...levels, rcps].flatMap(gapsOf),
    documents: [...levels, rcps].flatMap((level) => level.documents),
  };
}
