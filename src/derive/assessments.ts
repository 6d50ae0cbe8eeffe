import type { PolicyEngine } from "../policy/engine.js";
import type { Subject } from "../policy/subject.js";
import type { AssessmentColumns } from "./assessment-columns.js";

/** An assessment that users share: a number within one run, its key, and what was found out. */
export interface NumberedAssessment {
  readonly number: number;
  readonly key: string;
  readonly columns: AssessmentColumns;
}

/** What was found out before, by assessment key. */
export type Earlier = (keys: readonly string[]) => Promise<ReadonlyMap<string, AssessmentColumns>>;

/** Evaluates subjects; the results are in their order. */
export type Evaluate = (subjects: readonly Subject[]) => Promise<AssessmentColumns[]>;

interface Pending {
  readonly number: number;
  readonly key: string;
  readonly subject: Subject;
}

/** Numbers the assessments of a run: subjects with one key get one number, and are evaluated once. */
export class Assessments {
  private readonly byKey = new Map<string, number>();
  private pending: Pending[] = [];
  private evaluatedCount = 0;

  constructor(
    private readonly engine: PolicyEngine,
    private readonly evaluate: Evaluate,
    private readonly earlier: Earlier,
  ) {}

  /** How many assessments there are, and how many of them no earlier run had made. */
  get counts(): { readonly all: number; readonly evaluated: number } {
    return { all: this.byKey.size, evaluated: this.evaluatedCount };
  }

  /** The number of a subject's assessment, which the next `flush` gives. */
  numberOf(subject: Subject): number {
    const key = this.engine.key(subject);
    const known = this.byKey.get(key);
    if (known !== undefined) return known;
    const number = this.byKey.size;
    this.byKey.set(key, number);
    this.pending.push({ number, key, subject });
    return number;
  }

  /** Whether another user with the same policies, evidence and credentials may have another assessment. */
  isPersonal(subject: Subject): boolean {
    return this.engine.dependsOnPrincipal(subject);
  }

  /** The assessments that were numbered since the last time: taken from earlier runs, or evaluated now. */
  async flush(): Promise<NumberedAssessment[]> {
    const pending = this.pending;
    this.pending = [];
    if (pending.length === 0) return [];
    const known = await this.earlier(pending.map(({ key }) => key));
    const open = pending.filter(({ key }) => !known.has(key));
    const evaluated = await this.evaluate(open.map(({ subject }) => subject));
    this.evaluatedCount += open.length;
    const columns = new Map([...known, ...open.map(({ key }, index) => [key, evaluated[index]] as const)]);
    return pending.map(({ number, key }) => {
      const found = columns.get(key);
      if (found === undefined) throw new Error("An assessment was not made.");
      return { number, key, columns: found };
    });
  }
}
