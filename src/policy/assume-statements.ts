import type { LoadedDocument } from "./document-store.js";
import { type Glob, glob, intersects } from "./glob.js";
import type { LevelReader } from "./levels.js";
import { type AppliedStatement, applyStatement, isOpen, principalFacts, type Slot } from "./model.js";
import { readings } from "./resource-pattern.js";
import type { Subject } from "./subject.js";
import { speaksOfAssumeRole } from "./trust.js";

/** Every ARN of a role. */
export const ROLES = glob("arn:*:iam::*:role/*");

/** A statement that speaks of sts:AssumeRole, with its number among the statements of the principal's model. */
export interface Speaking {
  readonly number: number;
  readonly statement: AppliedStatement;
}

/** All that a principal's own policies say of sts:AssumeRole. */
export interface AssumePolicies {
  readonly subject: Subject;
  readonly slots: readonly Slot[];
  readonly statements: readonly Speaking[];
}

/** What a document says of sts:AssumeRole, whoever it applies to. */
interface Outline {
  readonly length: number;
  /** Indices of its statements that speak of it. */
  readonly speaking: readonly number[];
  /** Whether one of them allows it on what may be a role. */
  readonly grants: boolean;
}

function sameLayers(left: Subject, right: Subject): boolean {
  return (
    left.principal === right.principal &&
    left.identity === right.identity &&
    left.boundary === right.boundary &&
    left.scps === right.scps &&
    left.rcps === right.rcps
  );
}

/** Finds the statements about sts:AssumeRole, without laying out all the others. */
export class AssumeStatements {
  private readonly outlines = new WeakMap<LoadedDocument, Outline>();
  /** A subject is asked about before its roles are known, and after. */
  private last: AssumePolicies | undefined;

  constructor(
    private readonly reader: LevelReader,
    /** Index of sts:AssumeRole in the catalogue. */
    readonly action: number,
  ) {}

  of(subject: Subject): AssumePolicies {
    if (this.last === undefined || !sameLayers(this.last.subject, subject)) this.last = this.read(subject);
    return this.last;
  }

  private read(subject: Subject): AssumePolicies {
    const facts = principalFacts(subject);
    const statements: Speaking[] = [];
    const levels = this.reader.levels(subject);
    let first = 0;
    for (const [slot, level] of [...levels, this.reader.level("rcp", 0, subject.rcps ?? [])].entries()) {
      for (const { compiled, document, layer, level: number } of level.documents) {
        if (compiled === null) continue;
        const { length, speaking } = this.outline(compiled);
        for (const index of speaking) {
          const statement = compiled.statements[index];
          if (statement === undefined) continue;
          const ref = { layer, level: number, document, statement: statement.source.index };
          const applied = applyStatement(statement, ref, slot < levels.length ? slot : -1, facts);
          statements.push({ number: first + index, statement: applied });
        }
        first += length;
      }
    }
    return {
      subject,
      statements,
      slots: levels.map((level) => ({ layer: level.layer, open: isOpen(level) })),
    };
  }

  /** Whether an identity policy of the subject allows AssumeRole on what may be a role. */
  mayAssume(subject: Subject): boolean {
    return this.reader
      .levels(subject)
      .some(
        (level) =>
          level.layer === "identity" &&
          (isOpen(level) ||
            level.documents.some(({ compiled }) => compiled !== null && this.outline(compiled).grants)),
      );
  }

  /** Whether identity policies may allow AssumeRole on a role, by its ARN. */
  granted(subject: Subject): (arn: Glob) => boolean {
    const { slots } = this.of(subject);
    const open = slots.some((slot) => slot.layer === "identity" && slot.open);
    const patterns = this.mentioned(subject);
    return (arn) => open || patterns.some((one) => intersects(one, arn));
  }

  /** The patterns of identity policies that allow AssumeRole and may mean roles. */
  mentioned(subject: Subject): readonly Glob[] {
    return this.of(subject).statements.flatMap(({ statement: { ref, compiled, resources } }) =>
      ref.layer === "identity" && !compiled.deny ? resources.filter((one) => intersects(one, ROLES)) : [],
    );
  }

  private outline(document: LoadedDocument): Outline {
    const known = this.outlines.get(document);
    if (known !== undefined) return known;
    const { statements } = document;
    const speaking = statements.flatMap((statement, index) => (speaksOfAssumeRole(statement) ? [index] : []));
    const grants = speaking.some((index) => {
      const statement = statements[index];
      if (statement === undefined || statement.deny) return false;
      const patterns = statement.resources.flatMap(readings);
      return (
        statement.resourcesNegated || patterns.some(({ fixed }) => fixed === null || intersects(fixed, ROLES))
      );
    });
    const made = { length: statements.length, speaking, grants };
    this.outlines.set(document, made);
    return made;
  }
}
