import pc from "picocolors";
import { expect, test } from "vitest";
import { explain } from "../policy/explain.js";
import { testEngine } from "../policy/fixtures/engine.js";
import { FULL, policy, source, subject } from "../policy/fixtures/subjects.js";
import { evaluateScenario, parseScenario } from "../policy/scenario.js";
import type { Subject } from "../policy/subject.js";
import { mfaText } from "./mfa-text.js";
import { scenarioRecord } from "./scenario-record.js";

const engine = testEngine();

function printed(one: Subject): string {
  const explanation = explain(engine, one);
  if (explanation === null) throw new Error("too complex");
  return mfaText(explanation, pc.createColors(false));
}

test("names every policy that is not known, though the verdict stands", () => {
  const guard = policy({
    Effect: "Deny",
    NotAction: "sts:GetSessionToken",
    Resource: "*",
    Condition: { BoolIfExists: { "aws:MultiFactorAuthPresent": "false" } },
  });
  const text = printed(
    subject({
      identity: [guard, source("user-inline", "{", "broken"), source("user-managed", null, "lost")],
    }),
  );
  expect(text).toContain("key: enforced");
  expect(text).toMatch(/^not known: identity broken: .+ \(line 1\)$/m);
  expect(text).toMatch(/^not known: identity lost$/m);
});

test("text of a policy does nothing to the terminal", () => {
  const text = printed(subject({ identity: [FULL, source("user-inline", '{"\u001b[2J": 1}', "p")] }));
  expect(text).not.toContain("\u001b");
});

test("the record of a scenario has privilege, warnings and what is missing", () => {
  const scenario = (identity: unknown) =>
    scenarioRecord(
      evaluateScenario(
        engine,
        parseScenario({
          account: { id: "111122223333" },
          user: { name: "ann", arn: "arn:aws:iam::111122223333:user/ann" },
          scps: [],
          identity,
          hasDevice: false,
          hasConsole: false,
          hasKeys: true,
        }),
      ),
    );
  expect(scenario([{ src: "inline", doc: FULL }])).toMatchObject({
    key: { verdict: "not_enforced" },
    privilege: { no_mfa: { tier: "admin" }, mfa: { tier: "admin" }, guard_removal: { no_mfa: [], mfa: [] } },
    warnings: ["enrol-others"],
    missing_evidence: [],
  });
  expect(scenario(null)).toMatchObject({ privilege: null, missing_evidence: ["identity"] });
});
