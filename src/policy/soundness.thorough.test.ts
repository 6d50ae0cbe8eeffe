import fc from "fast-check";
import { expect, test } from "vitest";
import { CONTEXTS, type ContextKind } from "./context.js";
import { CONSOLE_KINDS, KEY_KINDS } from "./effective-mfa.js";
import { testEngine } from "./fixtures/engine.js";
import { pointAllowed } from "./fixtures/point-evaluator.js";
import { type PolicySet, policySet } from "./fixtures/random-policies.js";
import { PATHS, random, randomLayers, randomRequest } from "./fixtures/random-requests.js";
import { setSubject } from "./fixtures/subjects.js";
import { HARMLESS } from "./harmless.js";
import { Judge, type Worlds } from "./judge.js";
import { judgePath } from "./path-verdict.js";

// fast-check draws a fresh seed each run and prints it with the shrunk policies when a property fails.
const engine = testEngine();
const harmless = new Set(HARMLESS.map((action) => action.toLowerCase()));
const REQUESTS = 250;
/** More runs than in continuous integration: PROPERTY_RUNS=50000 npx vitest run --testTimeout 0 soundness */
const RUNS = Number(process.env.PROPERTY_RUNS ?? 600);

type MakeJudge = (judge: Judge) => Judge;

/** Requests without MFA that are allowed although the path is called enforced. */
function counterexample(
  set: PolicySet,
  seed: number,
  change: MakeJudge,
  keyKinds: readonly ContextKind[],
): string | null {
  const judge = change(engine.judge(setSubject(set)));
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
  expect(enforced).toBeGreaterThan(80);
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
