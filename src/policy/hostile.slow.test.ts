import { expect, test } from "vitest";
import { testEngine } from "./fixtures/engine.js";
import { FULL, policy, subject } from "./fixtures/subjects.js";
import type { Subject } from "./subject.js";

const engine = testEngine();

/** The verdicts, or why there are none; it must come back whatever it is given. */
function verdicts(one: Subject): string {
  const found = engine.assess(one);
  engine.key(one);
  return "tooComplex" in found ? "too complex" : `${found.mfa.console.verdict} ${found.mfa.key.verdict}`;
}

function filled(length: number, part: (n: number) => string): string[] {
  const parts: string[] = [];
  for (let size = 0; size < length; size += (parts.at(-1)?.length ?? 0) + 3) parts.push(part(parts.length));
  return parts;
}

const NO_MFA = { BoolIfExists: { "aws:MultiFactorAuthPresent": "false" } };

test("a service control policy of 10,240 characters of distinct wildcards", () => {
  const actions = filled(10_000, (n) => `*${n.toString(36)}*:?*${n}*?`);
  const scp = policy({ Effect: "Deny", NotAction: actions, Resource: "*", Condition: NO_MFA });
  expect(verdicts(subject({ scps: [[FULL, scp]] }))).toMatch(/partial partial|too complex/);
});

test("ten managed policies of 6,144 characters that allow and deny each other's patterns", () => {
  const documents = Array.from({ length: 10 }, (_, d) =>
    policy(
      { Effect: "Allow", Action: "s3:*", Resource: filled(3_000, (n) => `arn:*${d}*:*?*?*${n}*`) },
      {
        Effect: "Deny",
        Action: "s3:Get*",
        Resource: filled(2_900, (n) => `*?*${n}*?*${d}`),
        Condition: NO_MFA,
      },
    ),
  );
  expect(verdicts(subject({ identity: documents }))).toMatch(/partial partial|too complex/);
});

test("1,000 statements", () => {
  const statements = Array.from({ length: 1_000 }, (_, n) => ({
    Effect: n % 2 === 0 ? "Allow" : "Deny",
    Action: [`svc${n % 97}:Do${n}*`, `s3:${n}*`, "ec2:Run*"],
    Resource: [`arn:aws:s3:::b${n}/*`, `arn:aws:s3:::*${n}`],
    Condition: n % 3 === 0 ? { StringEquals: { "aws:RequestedRegion": `r-${n % 11}` } } : NO_MFA,
  }));
  const identity = [policy(...statements)];
  expect(verdicts(subject({ identity }))).toMatch(/not_enforced|partial|too complex/);
});

test("conditions that invite a case for every combination", () => {
  const keys = [
    "RequestedRegion",
    "SourceIp",
    "UserAgent",
    "Referer",
    "SourceVpc",
    "SourceVpce",
    "ResourceAccount",
  ];
  const statements = keys.flatMap((key) =>
    Array.from({ length: 30 }, (_, n) => ({
      Effect: "Deny",
      Action: `s3:*${n}`,
      Resource: `arn:aws:s3:::${n}*`,
      Condition: {
        StringLike: { [`aws:${key}`]: [`*${n % 7}*`, "a*"] },
        StringNotLike: { [`aws:${key}`]: `*${n % 5}` },
      },
    })),
  );
  expect(verdicts(subject({ identity: [FULL, policy(...statements)] }))).toBe("not_enforced not_enforced");
});

test("names of prototype members everywhere", () => {
  const names = ["__proto__", "constructor", "toString", "hasOwnProperty"];
  const text = `{"Version": "2012-10-17", "Statement": [${names
    .map(
      (name) =>
        `{"Sid": "${name}", "Effect": "Allow", "Action": ["${name}:${name}"], "Resource": "${name}", "Condition": {"${name}": {"${name}": "${name}"}}}`,
    )
    .join()}]}`;
  expect(verdicts(subject({ identity: [text] }))).toBe("not_enforced not_enforced");
});

test.each([
  ["not JSON", "}{"],
  ["too deep", "[".repeat(9_999)],
  ["endless", " ".repeat(400_000)],
  ["a duplicate name", '{"Statement": [], "Statement": []}'],
  ["no text", ""],
])("a document that cannot be read (%s) gives unknown, never enforced or open", (_, text) => {
  expect(verdicts(subject({ identity: [text] }))).toBe("unknown unknown");
  expect(verdicts(subject({ scps: [[FULL, text]] }))).toBe("unknown unknown");
  expect(verdicts(subject({ boundary: text }))).toBe("unknown unknown");
});

test("an unreadable document changes nothing where another layer enforces", () => {
  const guard = policy({
    Effect: "Deny",
    NotAction: "iam:EnableMFADevice",
    Resource: "*",
    Condition: NO_MFA,
  });
  expect(verdicts(subject({ scps: [[FULL, guard]], identity: ["}{"] }))).toBe("enforced enforced");
  expect(verdicts(subject({ scps: [["}{", guard]] }))).toBe("enforced enforced");
});
