import { availableParallelism } from "node:os";
import { type ResourceLimits, Worker } from "node:worker_threads";
import { shippedPath } from "../model/package.js";
import type { PolicyEngine } from "../policy/engine.js";
import type { Subject } from "../policy/subject.js";
import { type AssessmentColumns, assessmentColumns } from "./assessment-columns.js";
import { type Ordered, packSubjects } from "./packed-subjects.js";

/** Below this a thread costs more than it saves: it must read the catalogue of actions first. */
const WORTH_THREADS = 500;
const MOST_THREADS = 8;
/** Without limits the collector lets each thread grow to many times what the engine keeps. */
const LIMITS: ResourceLimits = { maxOldGenerationSizeMb: 128, maxYoungGenerationSizeMb: 32 };
const WORKER = shippedPath("dist/evaluate-worker.js");

/** Evaluates subjects one after the other; the results are in their order. Those with the same policies go together. */
export function evaluateHere(engine: PolicyEngine, subjects: readonly Subject[]): AssessmentColumns[] {
  const columns: AssessmentColumns[] = [];
  for (const { subject, index, key } of byPolicies(engine, subjects)) {
    columns[index] = assessmentColumns(engine.assess(subject, key));
  }
  return columns;
}

/** The same for subjects that are in order; keys are dear, so they come from who made them. */
export function evaluateInOrder(engine: PolicyEngine, { subjects, keys }: Ordered): AssessmentColumns[] {
  return subjects.map((subject, place) => assessmentColumns(engine.assess(subject, keys[place])));
}

function byPolicies(engine: PolicyEngine, subjects: readonly Subject[]) {
  const keyed = subjects.map((subject, index) => ({ subject, index, key: engine.policyKey(subject) }));
  return keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
}

/** Evaluates subjects on all processors, where there are enough of them; this thread then only waits. */
export class Evaluators {
  private readonly workers: Worker[] = [];

  constructor(
    private readonly engine: PolicyEngine,
    private readonly threads = Math.min(availableParallelism(), MOST_THREADS),
    private readonly limits: ResourceLimits = LIMITS,
  ) {}

  /** The results are in the order of the subjects. */
  async evaluate(subjects: readonly Subject[]): Promise<AssessmentColumns[]> {
    if (this.threads < 2 || subjects.length < WORTH_THREADS) return evaluateHere(this.engine, subjects);
    const sorted = byPolicies(this.engine, subjects);
    const size = Math.ceil(sorted.length / this.threads);
    const columns: AssessmentColumns[] = [];
    await Promise.all(
      Array.from({ length: this.threads }, async (_, thread) => {
        const share = sorted.slice(thread * size, (thread + 1) * size);
        const found = await this.share(thread, {
          subjects: share.map(({ subject }) => subject),
          keys: share.map(({ key }) => key),
        });
        share.forEach(({ index }, place) => {
          const one = found[place];
          if (one !== undefined) columns[index] = one;
        });
      }),
    );
    return columns;
  }

  /** What a thread has no memory for, this one does: its limit is that of the whole process. */
  private async share(thread: number, ordered: Ordered): Promise<AssessmentColumns[]> {
    try {
      return await ask(this.worker(thread), ordered);
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY"))
        throw error;
      delete this.workers[thread];
      return evaluateInOrder(this.engine, ordered);
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.terminate()));
  }

  private worker(number: number): Worker {
    const known = this.workers[number];
    if (known !== undefined) return known;
    const made = new Worker(WORKER, { resourceLimits: this.limits });
    this.workers[number] = made;
    return made;
  }
}

function ask(worker: Worker, ordered: Ordered): Promise<AssessmentColumns[]> {
  return new Promise((resolve, reject) => {
    const answered = (columns: AssessmentColumns[]) => {
      worker.off("error", reject);
      resolve(columns);
    };
    worker.once("message", answered);
    worker.once("error", reject);
    worker.postMessage(packSubjects(ordered));
  });
}
