import pc from "picocolors";
import { expect, test } from "vitest";
import { mfaRecord } from "../explain/mfa-record.js";
import { explain } from "../policy/explain.js";
import { testEngine } from "../policy/fixtures/engine.js";
import { FULL, policy, source, subject } from "../policy/fixtures/subjects.js";
import type { Subject } from "../policy/subject.js";
import { mfaText } from "./mfa-text.js";

const engine = testEngine();

function printed(one: Subject): string {
  const explanation = explain(engine, one);
  if (explanation === null) throw new Error("too complex");
  return mfaText(mfaRecord(explanation), pc.createColors(false));
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
