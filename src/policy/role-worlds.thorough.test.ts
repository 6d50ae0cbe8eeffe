import fc from "fast-check";
import { expect, test } from "vitest";
import { testEngine } from "./fixtures/engine.js";
import { anyWorld, CHOICES, harmIn, scenarioOf, type World } from "./fixtures/role-worlds.js";
import { evaluateScenario, parseScenario } from "./scenario.js";

const engine = testEngine();
/** Of 466,560 worlds. All of some size: PROPERTY_RUNS=50000 npx vitest run --testTimeout 0 role-worlds */
const RUNS = Number(process.env.PROPERTY_RUNS ?? 1_500);

const counts = { enforced: 0, open: 0 };

/** In these worlds everything is known, so the engine must say what the plain way finds: no less, and no more. */
function check(found: World): void {
  const harm = harmIn(found);
  const { console, key } = evaluateScenario(engine, parseScenario(scenarioOf(found)));
  expect({ console: console.verdict === "enforced", key: key.verdict === "enforced" }).toEqual({
    console: !harm.console,
    key: !harm.key,
  });
  expect(key.by.includes("no-permissions")).toBe(!harm.mfa);
  counts[harm.key ? "open" : "enforced"]++;
}

test("a path is enforced exactly where no chain of roles does harm", () => {
  fc.assert(fc.property(anyWorld, check), { numRuns: RUNS });
  expect(Math.min(counts.enforced, counts.open)).toBeGreaterThan(RUNS / 10);
});

test("in every world of two roles in one account", () => {
  const rest = { boundary: null, scp: null, trust3: CHOICES.trust3[4], role3: CHOICES.role3[0] };
  let worlds = 0;
  for (const user of CHOICES.user)
    for (const trust1 of CHOICES.trust1)
      for (const role1 of CHOICES.role1)
        for (const trust2 of CHOICES.trust2)
          for (const role2 of CHOICES.role2) {
            check({ ...rest, user, trust1, role1, trust2, role2 });
            worlds++;
          }
  expect(worlds).toBe(6 * 8 * 4 * 4 * 3);
});
