import { parentPort } from "node:worker_threads";
import { evaluateInOrder } from "./evaluate.js";
import { type PackedSubjects, unpackSubjects } from "./packed-subjects.js";
import { openPolicyEngine } from "./policy-engine.js";

/** A thread that evaluates what it is sent, and answers with the results in the same order. */
const engine = await openPolicyEngine();

parentPort?.on("message", (packed: PackedSubjects) => {
  parentPort?.postMessage(evaluateInOrder(engine, unpackSubjects(packed)));
});
