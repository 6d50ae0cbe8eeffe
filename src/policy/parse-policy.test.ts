import { expect, test } from "vitest";
import type { PolicyKind } from "./document.js";
import { FULL } from "./fixtures/subjects.js";
import { parsePolicy } from "./parse-policy.js";

function problem(text: string, kind: PolicyKind = "identity") {
  const parsed = parsePolicy(text, kind);
  if (parsed.ok) throw new Error("it was read");
  return parsed.problem;
}

function document(text: string, kind: PolicyKind = "identity") {
  const parsed = parsePolicy(text, kind);
  if (!parsed.ok) throw new Error(parsed.problem.why);
  return parsed.document;
}

test("reads one statement as an object, texts for lists, and where it stands", () => {
  const text = `{
  "Version": "2012-10-17",
  "Statement": {
    "Sid": "A", "Effect": "Deny", "NotAction": "s3:*", "NotResource": "*",
    "Condition": { "Bool": { "aws:SecureTransport": false, "x": ["a", 1] } }
  }
}`;
  const { statements, variables } = document(text);
  expect(variables).toBe(true);
  expect(statements).toHaveLength(1);
  const [one] = statements;
  expect(one).toMatchObject({
    sid: "A",
    effect: "Deny",
    action: { negated: true, patterns: ["s3:*"] },
    resource: { negated: true, patterns: ["*"] },
    clauses: [
      { operator: "Bool", key: "aws:SecureTransport", values: ["false"] },
      { operator: "Bool", key: "x", values: ["a", "1"] },
    ],
  });
  expect(text.slice(one?.start, one?.end)).toMatch(/^\{\s+"Sid"[\s\S]*\}$/);
  expect(text.slice(one?.clauses[0]?.start)).toMatch(/^"Bool"/);
});

test("reads what the IAM API returns, URL-encoded", () => {
  expect(document(encodeURIComponent(FULL)).statements[0]?.action.patterns).toEqual(["*"]);
  expect(problem("%7B%").why).toBe("wrong URL encoding");
});

test("without Version it is 2008-10-17, where variables are plain text", () => {
  expect(document('{"Statement": []}').variables).toBe(false);
  expect(document('{"Version": "2008-10-17", "Statement": []}').variables).toBe(false);
});

test("each kind of policy has its own parts", () => {
  const statement = (more: object) =>
    JSON.stringify({ Statement: [{ Effect: "Allow", Action: "*", ...more }] });
  expect(
    document(statement({ Resource: "*", Principal: "*" }), "rcp").statements[0]?.principal?.patterns,
  ).toEqual(["*"]);
  const trust = document(
    statement({ Principal: { AWS: ["111122223333"], Service: "ec2.amazonaws.com" } }),
    "trust",
  );
  expect(trust.statements[0]?.principal?.patterns).toEqual(["AWS:111122223333", "Service:ec2.amazonaws.com"]);
  expect(problem(statement({ Resource: "*", Principal: "*" })).why).toContain("Principal");
  expect(problem(statement({})).why).toContain("Resource");
  expect(problem(statement({ Resource: "*", Principal: "*" }), "trust").why).toContain("Resource");
  expect(problem(statement({ Resource: "*" }), "rcp").why).toContain("Principal");
});

test.each([
  ["", "expected a value|ends early", 1],
  ["nonsense", "expected a value", 1],
  ['{"Statement": [}', "expected a value", 1],
  ['{\n "Statement": []\n', "expected }", 3],
  ['{"Statement": []} x', "something follows", 1],
  ["[]", "must be an object", 1],
  ['{"Version": "2012-10-17"}', "Statement is not there", 1],
  ['{"Version": "2013", "Statement": []}', "Version must be", 1],
  ['{"Statement": [], "Statement": []}', "occurs twice", 1],
  ['{"Statement": [],\n"__proto__": {}}', "unknown element", 2],
  ['{"Statement": [{"Effect": "allow", "Action": "*", "Resource": "*"}]}', "Effect must be", 1],
  ['{"Statement": [{"Effect": "Allow", "Resource": "*"}]}', "Action or NotAction", 1],
  ['{"Statement": [{"Effect": "Allow", "Action": [], "Resource": "*"}]}', "Action is empty", 1],
  ['{"Statement": [{"Effect": "Allow", "Action": 1, "Resource": "*"}]}', "must be text", 1],
  [
    '{"Statement": [{"Effect": "Allow", "Action": "*", "NotAction": "*", "Resource": "*"}]}',
    "in one statement",
    1,
  ],
  [
    '{"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*", "constructor": 1}]}',
    "unknown element",
    1,
  ],
  [
    '{"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": []}]}',
    "must be an object",
    1,
  ],
  [
    '{"Statement": [{"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {"Bool": {"a": null}}}]}',
    "condition value",
    1,
  ],
  ['{"Statement": [{"Sid": "\\uFFFF"}]}', "U\\+FFFF", 1],
  ['{"Statement": [{"Sid": "\\ufdd0"}]}', "U\\+FDD0", 1],
  ['{"Statement": [{"Sid": "\ufdd1"}]}', "U\\+FDD1", 1],
  ['{"Statement": "\\x"}', "wrong escape", 1],
  ['{"Statement": "', "closing quote", 1],
])("refuses %s", (text, why, line) => {
  const found = problem(text);
  expect(found.why).toMatch(new RegExp(why));
  expect(found.line).toBe(line);
});

test("refuses what is too deep or too long, without running out of stack", () => {
  expect(problem("[".repeat(100_000)).why).toContain("nested deeper");
  expect(problem(`{"a":`.repeat(50_000)).why).toContain("nested deeper");
  expect(problem(" ".repeat(300_000)).why).toContain("longer than");
});
