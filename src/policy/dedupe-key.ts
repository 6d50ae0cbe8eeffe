import { createHash } from "node:crypto";
import { type CompiledClause, clauseTruth } from "./conditions.js";
import { CONTEXTS, factsOf } from "./context.js";
import type { LoadedDocument } from "./document-store.js";
import { dodgesOf } from "./dodges.js";
import type { Facts } from "./facts.js";
import { type Glob, glob, globOf, intersects, intersectsArn, subsumes, subsumesArn } from "./glob.js";
import { HARMLESS_VERSION } from "./harmless.js";
import type { Hops } from "./hops.js";
import type { LevelReader, PlacedDocument } from "./levels.js";
import { type Model, principalFacts } from "./model.js";
import { PERSONAL_SCOPES, type Scope } from "./privilege-rules.js";
import { readings } from "./resource-pattern.js";
import { RULE_KEYS } from "./rule-facts.js";
import { onlyServices, type Subject } from "./subject.js";
import { ownsSome, sharedTargetsOf, type Target, targetsOf } from "./targets.js";
import { type Resolved, resolve, type Template } from "./variables.js";

/** Raised whenever the same inputs may give another result, so that stored results are made anew. */
export const ENGINE_VERSION = 6;

const PERSONAL_KEY = /^aws:(principal|username|userid|sourceidentity)/;
/** Keys that the audit time decides, which is the same for all. */
const DATED_KEY = /^aws:(currenttime|epochtime|tokenissuetime)$/;
/** What of a document can differ between two principals it applies to. */
interface Personal {
  readonly clauses: readonly CompiledClause[];
  readonly dated: readonly CompiledClause[];
  readonly resources: readonly Template[];
  /** Whether a condition may hold the boundary's ARN. */
  readonly usesRuleKeys: boolean;
}

function personalParts(compiled: LoadedDocument): Personal {
  const clauses = compiled.statements.flatMap((statement) => statement.clauses);
  return {
    clauses: clauses.filter(
      (clause) => PERSONAL_KEY.test(clause.key) || clause.values.some((value) => value.fixed === null),
    ),
    dated: clauses.filter((clause) => DATED_KEY.test(clause.key)),
    resources: compiled.statements.flatMap((statement) => statement.resources.flatMap(readings)),
    usesRuleKeys: clauses.some((clause) => RULE_KEYS.has(clause.key)),
  };
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** The pattern with every variable open. */
function widest(source: Template): Glob {
  return globOf(
    source.pieces.map((piece) => (piece.kind === "text" ? piece : { text: "*", literal: false })),
  );
}

function relation(left: Glob, right: Glob): string {
  if (!intersects(left, right)) return "-";
  const [wider, narrower] = [subsumes(left, right), subsumes(right, left)];
  if (!wider && !narrower) return "x";
  const byField = `${subsumesArn(left, right) ? "}" : ""}${subsumesArn(right, left) ? "{" : ""}`;
  return `${wider ? ">" : ""}${narrower ? "<" : ""}${byField}x`;
}

/** What a set of documents has that can differ between principals. */
interface Shape {
  readonly clauses: readonly CompiledClause[];
  /** Conditions that the audit time decides. */
  readonly dated: readonly CompiledClause[];
  readonly usesRuleKeys: boolean;
  /** Resources that may name users, groups or policies, of which a principal has its own. */
  readonly iam: readonly Template[];
  /** Pairs with a variable in the first, whose relation depends on its value. Null: too many to compare. */
  readonly pairs: readonly (readonly [Template, Template])[] | null;
  /** Resources whose variable decides whether they reach what a rule must reach. */
  readonly reaching: readonly (readonly [Template, Glob])[];
}

/** Beyond this the principal itself goes into the key. */
const MAX_PAIRS = 20_000;

/** What resources are compared with in a partition: what a principal has its own of, and what rules must reach. */
interface Marks {
  readonly owned: readonly Glob[];
  readonly reached: readonly Glob[];
}

function marksOf(partition: string, scopes: readonly Scope[]): Marks {
  return {
    owned: ["user", "group", "policy"].map((kind) => glob(`arn:${partition}:iam::*:${kind}/*`)),
    reached: scopes.flatMap((one) => sharedTargetsOf(one, partition)).map((one) => one.resource),
  };
}

function shapeOf(documents: readonly LoadedDocument[], { owned, reached }: Marks): Shape {
  const parts = documents.map(personalParts);
  const distinct = new Map(
    parts.flatMap((part) => part.resources.map((one) => [`${one.fixed !== null} ${one.text}`, one])),
  );
  const resources = [...distinct.values()]
    .filter((one) => one.fixed?.everything !== true)
    .map((source) => ({ source, wide: source.fixed ?? widest(source) }));
  const variable = resources.filter((one) => one.source.fixed === null);
  const pairs = variable.flatMap((left) =>
    variable.length * resources.length > MAX_PAIRS
      ? []
      : resources
          .filter((right) => right !== left && intersects(left.wide, right.wide))
          .map((right) => [left.source, right.source] as const),
  );
  return {
    clauses: parts.flatMap((part) => part.clauses),
    dated: parts.flatMap((part) => part.dated),
    usesRuleKeys: parts.some((part) => part.usesRuleKeys),
    iam: resources.filter((one) => owned.some((kind) => intersects(one.wide, kind))).map((one) => one.source),
    pairs: variable.length * resources.length > MAX_PAIRS ? null : pairs,
    reaching: variable.flatMap(({ source, wide }) =>
      reached
        .filter((one) => intersects(wide, one) && !subsumes(one, wide))
        .map((one) => [source, one] as const),
    ),
  };
}

/** Each keeps the compiled documents it was made from. */
const KEPT_SHAPES = 1_000;

/**
 * Makes a key from everything the assessment of a subject depends on, and from nothing else: two users of the same
 * groups get the same key, though their names stand in `${aws:username}`, unless that makes a difference. References to
 * statements in an assessment hold for every subject with its key.
 */
export class DedupeKeys {
  private readonly shapes = new Map<string, Shape>();
  private readonly bases = new WeakMap<Subject, string>();
  private readonly marks = new Map<string, Marks>();

  constructor(
    private readonly reader: LevelReader,
    private readonly dataVersion: string,
    /** What rules must reach. */
    private readonly scopes: readonly Scope[],
    private readonly hops: Hops,
  ) {}

  /** @returns SHA-256, hexadecimal; stable between runs */
  of(subject: Subject): string {
    const { device, console, keys, fidoOnly } = subject;
    const credentials = [device, console, keys, fidoOnly, onlyServices(subject)];
    return sha256(`${this.base(subject)} ${JSON.stringify(credentials)}`);
  }

  /** The key of what a subject's policies allow, whatever its credentials are. */
  base(subject: Subject): string {
    const known = this.bases.get(subject);
    if (known !== undefined) return known;
    const levels = this.reader.levels(subject);
    const rcps =
      (subject.rcps ?? []).length === 0 ? [] : [subject.principal.accountId, JSON.stringify(subject.rcps)];
    const documents = levels.flatMap((level) => level.documents);
    const { boundary } = subject;
    const parts = [
      ENGINE_VERSION,
      HARMLESS_VERSION,
      this.dataVersion,
      JSON.stringify([subject.principal.kind, subject.partition, subject.groupArns === null]),
      typeof boundary === "string" ? boundary : "boundary",
      ...levels.map((level) => level.label),
      ...rcps,
      ...this.personal(subject, documents),
      this.hops.key(subject),
    ];
    const base = sha256(parts.join("\n"));
    this.bases.set(subject, base);
    return base;
  }

  /**
   * Whether anything in the subject's documents may differ between two principals that have all else in common. Where
   * nothing does, the documents and what is known of the credentials tell subjects apart, which is cheaper than a key.
   */
  dependsOnPrincipal(subject: Subject): boolean {
    if ((subject.rcps ?? []).length > 0) return true;
    if ((subject.roles?.accounts.size ?? 0) > 0 && this.hops.assuming.mayAssume(subject)) return true;
    const documents = this.reader.levels(subject).flatMap((level) => level.documents);
    const compiled = documents.flatMap((one) => (one.compiled === null ? [] : [one.compiled]));
    const { clauses, usesRuleKeys, iam, pairs, reaching } = this.shapeFor(compiled, subject.partition);
    if (clauses.length > 0 || usesRuleKeys || iam.length > 0) return true;
    return pairs === null || pairs.length > 0 || reaching.length > 0;
  }

  private personal(subject: Subject, documents: readonly PlacedDocument[]): string[] {
    const compiled = documents.flatMap((one) => (one.compiled === null ? [] : [one.compiled]));
    const shape = this.shapeFor(compiled, subject.partition);
    const meaning = meaningOf(principalFacts(subject));
    const { boundary } = subject;
    const boundaryArn = typeof boundary === "string" ? null : boundary.arn;
    return [
      [...shape.clauses, ...shape.dated].map((clause) => truths(clause, subject)).join(),
      shape.pairs?.map(([left, right]) => related(meaning(left), meaning(right))).join() ??
        identityOf(subject),
      shape.reaching.map(([source, one]) => reaches(meaning(source), one)).join(),
      ownRelations(subject, documents, shape, meaning),
      shape.usesRuleKeys ? String(boundaryArn) : "",
    ];
  }

  private shapeFor(compiled: readonly LoadedDocument[], partition: string): Shape {
    const key = `${partition} ${compiled.map((one) => one.hash).join()}`;
    let shape = this.shapes.get(key);
    if (shape === undefined) {
      const marks = this.marks.get(partition) ?? marksOf(partition, this.scopes);
      this.marks.set(partition, marks);
      shape = shapeOf(compiled, marks);
      if (this.shapes.size >= KEPT_SHAPES) this.shapes.clear();
      this.shapes.set(key, shape);
    }
    return shape;
  }
}

function identityOf({ principal }: Subject): string {
  return JSON.stringify([principal.arn, principal.id, principal.orgId, [...(principal.tags ?? ["?"])]]);
}

function truths(clause: CompiledClause, { principal }: Subject): string {
  const kinds =
    principal.kind === "role" ? [CONTEXTS["role-session"]] : [CONTEXTS.console, CONTEXTS.key, CONTEXTS.mfa];
  const values = kinds.map((kind) => clauseTruth(clause, factsOf(principal, kind))).join("");
  return `${values}${dodgesOf(clause, principal).join()}`;
}

/** What templates mean for a principal; each is worked out once, for it lies to many others. */
type Meaning = (source: Template) => Resolved;

function meaningOf(facts: Facts): Meaning {
  const known = new Map<Template, Resolved>();
  return (source) => {
    let found = known.get(source);
    if (found === undefined) {
      found = resolve(source, facts);
      known.set(source, found);
    }
    return found;
  };
}

function related(a: Resolved, b: Resolved): string {
  if (a === null || b === null) return `${a === null}${b === null}`;
  return `${a.exact}${b.exact}${a.colons}${b.colons}${relation(a.glob, b.glob)}`;
}

function reaches(found: Resolved, one: Glob): string {
  return found === null
    ? "0"
    : `${found.exact}${found.colons}${intersectsArn(found.glob, one)}${relation(found.glob, one)}`;
}

/** How a pattern lies to a target, and whether it names nothing but what does not count. */
function toTarget(one: Glob, { resource, beside }: Target): string {
  if (!intersectsArn(one, resource)) return intersects(one, resource) ? "x" : "-";
  return `+${beside !== null && subsumes(beside, one) ? "=" : ""}${subsumesArn(one, resource) ? "}" : ""}`;
}

/** How the resources of the policies lie to the principal's own user, groups and policies; `*` reaches what there is. */
function ownRelations(
  subject: Subject,
  documents: readonly PlacedDocument[],
  { iam }: Shape,
  meaning: Meaning,
): string {
  const gaps = documents.some((one) => one.compiled === null)
    ? [{ layer: "identity" as const, name: null, problem: null }]
    : [];
  const model: Pick<Model, "subject" | "gaps" | "documents"> = { subject, gaps, documents };
  const owns = ownsSome(model).join();
  if (iam.length === 0) return owns;
  const resolved = iam.map(meaning);
  const lies = PERSONAL_SCOPES.map((scope) => {
    const bits = targetsOf(model, scope).map((target) =>
      resolved.map((one) => (one === null ? "0" : `${one.exact}${toTarget(one.glob, target)}`)).join(""),
    );
    return [...new Set(bits)].sort().join("|");
  });
  return `${owns} ${lies.join("/")}`;
}
