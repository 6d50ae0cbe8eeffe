import fc from "fast-check";
import { expect, test } from "vitest";
import { CONTEXTS, type ContextKind } from "./context.js";
import { CONSOLE_KINDS, KEY_KINDS } from "./effective-mfa.js";
import { testEngine } from "./fixtures/engine.js";
import { pointAllowed } from "./fixtures/point-evaluator.js";
import { type PolicySet, policySet } from "./fixtures/random-policies.js";
import { ALICE, PATHS, random, randomLayers, randomRequest } from "./fixtures/random-requests.js";
import { HARMLESS } from "./harmless.js";
import { Judge, type Worlds } from "./judge.js";
import { judgePath } from "./path-verdict.js";
import type { PolicySource, Subject } from "./subject.js";

// fast-check draws a fresh seed each run and prints it with the shrunk policies when a property fails.
const engine = testEngine();
const harmless = new Set(HARMLESS.map((action) => action.toLowerCase()));
const REQUESTS = 250;
/** More runs than in continuous integration: PROPERTY_RUNS=50000 npx vitest run --testTimeout 0 soundness */
const RUNS = Number(process.env.PROPERTY_RUNS ?? 800);

function source(origin: PolicySource["origin"], doc: unknown): PolicySource {
  return { origin, name: origin, arn: null, text: JSON.stringify(doc) };
}

function subjectOf(set: PolicySet): Subject {
  return {
    principal: {
      kind: "user",
      accountId: "111122223333",
      arn: ALICE,
      name: "alice",
      id: null,
      tags: set.tags === null ? null : new Map(Object.entries(set.tags)),
    },
    partition: "aws",
    scps: set.scps.length === 0 ? "none" : set.scps.map((level) => level.map((doc) => source("scp", doc))),
    identity: set.identity.map((doc) => source("user-inline", doc)),
    boundary: set.boundary === null ? "none" : source("boundary", set.boundary),
    groupArns: [],
    device: false,
    fidoOnly: null,
    console: true,
    keys: true,
  };
}

type MakeJudge = (judge: Judge) => Judge;

/** Requests without MFA that are allowed although the path is called enforced. */
function counterexample(
  set: PolicySet,
  seed: number,
  change: MakeJudge,
  keyKinds: readonly ContextKind[],
): string | null {
  const judge = change(engine.judge(subjectOf(set)));
  const verdicts = {
    console: judgePath(judge, CONSOLE_KINDS).verdict,
    key: judgePath(judge, keyKinds).verdict,
  };
  const next = random(seed);
  for (const path of PATHS) {
    if (verdicts[path.name] !== "enforced") continue;
    enforced++;
    for (let i = 0; i < REQUESTS; i++) {
      const request = randomRequest(next, path, set.tags);
      const action = request.action.toLowerCase();
      const limited = path.session && /^(iam|sts):/.test(action) && action !== "sts:assumerole";
      if (harmless.has(action) || limited) continue;
      if (pointAllowed(request, randomLayers(next, set))) {
        return `${path.name} is called enforced, but allowed: ${request.action} on ${request.resource} with ${JSON.stringify([...request.context])}`;
      }
    }
  }
  return null;
}

let enforced = 0;

function check(change: MakeJudge, keyKinds: readonly ContextKind[], numRuns: number) {
  return fc.check(
    fc.property(policySet, fc.integer(), (set, seed) => {
      const found = counterexample(set, seed, change, keyKinds);
      if (found !== null) throw new Error(found);
    }),
    { numRuns },
  );
}

test("no path is called enforced on which a request without MFA does harm", () => {
  enforced = 0;
  const result = check((judge) => judge, KEY_KINDS, RUNS);
  expect(result.failed, fc.defaultReportMessage(result)).toBe(false);
  // The property says nothing unless many paths are enforced.
  expect(enforced).toBeGreaterThan(100);
});

/** The error everybody makes first: a Deny whose condition is not known counts as if it were met. */
class CountsUnknownDenies extends Judge {
  override conditions(...args: Parameters<Judge["conditions"]>): Worlds {
    return super
      .conditions(...args)
      .map((truths) =>
        truths.map((truth, index) =>
          truth === "U" && this.model.statements[index]?.compiled.deny ? "T" : truth,
        ),
      );
  }
}

/** An Allow whose condition is not known is left out. */
class DropsUnknownAllows extends Judge {
  override conditions(...args: Parameters<Judge["conditions"]>): Worlds {
    return super
      .conditions(...args)
      .map((truths) =>
        truths.map((truth, index) =>
          truth === "U" && !this.model.statements[index]?.compiled.deny ? "F" : truth,
        ),
      );
  }
}

test.each([
  ["counting unknown Denies", (judge: Judge) => new CountsUnknownDenies(judge.model, judge.atoms), KEY_KINDS],
  ["dropping unknown Allows", (judge: Judge) => new DropsUnknownAllows(judge.model, judge.atoms), KEY_KINDS],
  ["forgetting GetSessionToken", (judge: Judge) => judge, [CONTEXTS.key]],
] as const)("the property catches %s", (_, change, kinds) => {
  expect(check(change, kinds, 5_000).failed).toBe(true);
});
