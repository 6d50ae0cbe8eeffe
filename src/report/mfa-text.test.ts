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
  expect(text).toMatch(/^not known: the identity policy broken, which cannot be read: .+ \(line 1\)$/m);
  expect(text).toMatch(/^not known: the document of the identity policy lost, which was not collected$/m);
  expect(text).toMatch(/^privilege: not known; at most none without MFA, at most admin with it$/m);
});

test("what may be allowed for all that is known is no fact", () => {
  const text = printed(subject({ identity: [source("user-managed", null, "lost")] }));
  expect(text).toMatch(/^privilege: not known; at most admin without MFA, at most admin with it$/m);
  expect(text).toMatch(/^ {2}may be possible: .*, if no policy that was not collected denies it$/m);
  expect(text).toMatch(
    /^warning: devices of other users may be open to enrolment too: that is not known\.$/m,
  );
  expect(text).not.toMatch(/still possible|iam-\d+/);
});

test("by its own policies somebody may be what the service control policies forbid", () => {
  const text = printed(subject({ identity: [FULL], scps: "missing" }));
  expect(text).toMatch(/^privilege: not known; at most admin without MFA, at most admin with it$/m);
  expect(text).toContain("iam-007");
});

test("text of a policy does nothing to the terminal", () => {
  const text = printed(subject({ identity: [FULL, source("user-inline", '{"\u001b[2J": 1}', "p")] }));
  expect(text).not.toContain("\u001b");
});
