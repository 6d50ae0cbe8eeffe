import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { testEngine } from "./fixtures/engine.js";
import { anyWorld, HOME, scenarioOf, type World } from "./fixtures/role-worlds.js";
import {
  ACCOUNT,
  ADMIN,
  ann,
  arn,
  HARMLESS,
  MFA,
  OTHER,
  on,
  role,
  trusting,
  USER,
} from "./fixtures/roles.js";
import { parseScenario, scenarioSubject } from "./scenario.js";

const engine = testEngine();
const ANYWHERE = {
  Version: "2012-10-17",
  Statement: { Effect: "Allow", Action: "sts:AssumeRole", Resource: "*" },
};

/** The assessment key of ann, who may assume any role, where these are the roles. */
function keyOf(roles: readonly object[] | null, account = ACCOUNT): string {
  const scenario = JSON.stringify(ann({ roles, identity: [ANYWHERE] })).replaceAll(ACCOUNT, account);
  return engine.key(scenarioSubject(engine, parseScenario(JSON.parse(scenario))).subject);
}

describe("users with the same policies share an assessment", () => {
  const root = trusting(ACCOUNT);
  const roles = [role("Deploy", root, ADMIN)];

  test("where their roles are alike, whatever they are called and in whatever account", () => {
    expect(keyOf(roles, OTHER)).toBe(keyOf(roles));
    expect(keyOf([role("Release", root, ADMIN)])).toBe(keyOf(roles));
    expect(keyOf([...roles, role("Release", root, ADMIN)])).toBe(keyOf(roles));
    expect(keyOf([...roles, role("Elsewhere", trusting(OTHER), ADMIN)])).toBe(keyOf(roles));
    const tagged = trusting(ACCOUNT, on("StringEquals", "aws:PrincipalAccount", ACCOUNT));
    expect(keyOf([role("Deploy", tagged, ADMIN)], OTHER)).toBe(keyOf([role("Deploy", tagged, ADMIN)]));
  });

  test.each([
    ["there are none", []],
    ["none was collected", null],
    ["one asks for MFA", [role("Deploy", trusting(ACCOUNT, MFA), ADMIN)]],
    ["one trusts the user itself", [role("Deploy", trusting(USER), ADMIN)]],
    ["one gives less", [role("Deploy", root, HARMLESS)]],
    ["another gives less", [...roles, role("Read", root, HARMLESS)]],
    [
      "a chain gives as much behind MFA",
      [role("Deploy", root, HARMLESS), role("Next", trusting(arn("Deploy"), MFA), ADMIN)],
    ],
  ])("but not where %s", (_, other) => expect(keyOf(other)).not.toBe(keyOf(roles)));
});

function assessed(world: World, account: string) {
  const text = JSON.stringify(scenarioOf(world)).replaceAll(HOME, account);
  const { subject } = scenarioSubject(engine, parseScenario(JSON.parse(text)));
  const found = engine.assess(subject);
  if ("tooComplex" in found) throw new Error(found.tooComplex);
  const { mfa, residual, privilege } = found;
  return { key: engine.key(subject), result: JSON.stringify([mfa, residual, privilege]) };
}

test("equal keys mean equal assessments", () => {
  const known = new Map<string, string>();
  let shared = 0;
  const property = fc.property(anyWorld, fc.constantFrom(HOME, "777788889999"), (world, account) => {
    const { key, result } = assessed(world, account);
    if (known.has(key)) shared++;
    expect(known.get(key) ?? result).toBe(result);
    known.set(key, result);
  });
  fc.assert(property, { numRuns: 400 });
  expect(shared).toBeGreaterThan(50);
});
