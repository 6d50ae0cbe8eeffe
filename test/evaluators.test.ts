import { availableParallelism } from "node:os";
import { describe, expect, test } from "vitest";
import { Evaluators, evaluateHere } from "../src/derive/evaluate.js";
import { openPolicyEngine } from "../src/derive/policy-engine.js";
import type { Subject } from "../src/policy/subject.js";

const ACCOUNT = "111122223333";

/** Users with policies of their own, so that no verdict can be had from another one's. */
function subjects(count: number): Subject[] {
  return Array.from({ length: count }, (_, number): Subject => {
    const statement =
      number % 3 === 0
        ? { Effect: "Allow", Action: "*", Resource: "*" }
        : { Effect: "Allow", Action: `s3:Put*`, Resource: `arn:aws:s3:::bucket-${number}/*` };
    const name = `user${number}`;
    const document = { Version: "2012-10-17", Statement: [statement] };
    return {
      principal: {
        kind: "user",
        accountId: ACCOUNT,
        arn: `arn:aws:iam::${ACCOUNT}:user/${name}`,
        name,
        id: null,
        tags: new Map(),
        orgId: null,
      },
      partition: "aws",
      console: true,
      keys: number % 2 === 0,
      device: number % 5 === 0,
      fidoOnly: false,
      scps: "none",
      identity: [{ origin: "user-inline", name: "own", arn: null, text: JSON.stringify(document) }],
      boundary: "none",
      groupArns: [],
    };
  });
}

const engine = await openPolicyEngine();
const all = subjects(600);
const expected = evaluateHere(engine, all);

describe(`evaluating on threads (${availableParallelism()} processors)`, () => {
  test("gives what one thread gives, in the order of the subjects", async () => {
    const evaluators = new Evaluators(engine, 3);
    try {
      expect(await evaluators.evaluate(all)).toEqual(expected);
      // The threads are kept, and used again.
      expect(await evaluators.evaluate(all.slice().reverse())).toEqual(expected.slice().reverse());
    } finally {
      await evaluators.close();
    }
    expect(new Set(expected.map((one) => JSON.stringify(one))).size).toBeGreaterThan(2);
  });

  test("goes on without a thread that has no memory left", async () => {
    const evaluators = new Evaluators(engine, 2, { maxOldGenerationSizeMb: 4 });
    try {
      expect(await evaluators.evaluate(all)).toEqual(expected);
    } finally {
      await evaluators.close();
    }
  });
});
