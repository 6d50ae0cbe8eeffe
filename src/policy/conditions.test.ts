import { expect, test } from "vitest";
import { clauseTruth, compileClause } from "./conditions.js";
import { CONTEXTS, type ContextName, factsOf } from "./context.js";
import { ABSENT, type Fact, known, MISSING, UNKNOWN } from "./facts.js";

function truth(
  operator: string,
  key: string,
  values: string | string[],
  fact: Fact | ContextName,
  version = true,
) {
  const clause = compileClause({ operator, key, values: [values].flat(), start: 0, end: 0 }, version);
  const principal = {
    kind: "user" as const,
    accountId: "111122223333",
    arn: "arn:aws:iam::111122223333:user/team/alice",
    name: "alice",
    id: null,
    tags: new Map([["team", "red"]]),
  };
  if (typeof fact === "string") return clauseTruth(clause, factsOf(principal, CONTEXTS[fact]));
  const more = new Map([[key.toLowerCase(), fact]]);
  return clauseTruth(clause, factsOf(principal, CONTEXTS.key, more));
}

const P = "aws:MultiFactorAuthPresent";
const G = "aws:MultiFactorAuthAge";

// Rows: condition, then its truth with the key absent, false, and true (MFA one second ago).
test.each([
  ["Bool", P, "false", "FTF"],
  ["BoolIfExists", P, "false", "TTF"],
  ["Bool", P, "true", "FFT"],
  ["BoolIfExists", P, "true", "TFT"],
  ["Null", P, "true", "TFF"],
  ["Null", P, "false", "FTT"],
  ["Null", G, "true", "TTF"],
  ["Null", G, "false", "FFT"],
  ["NumericLessThan", G, "3600", "FFT"],
  ["NumericLessThanEquals", G, "3600", "FFT"],
  ["NumericLessThanIfExists", G, "3600", "TTT"],
  ["NumericLessThanEqualsIfExists", G, "3600", "TTT"],
  ["NumericGreaterThan", G, "3600", "FFF"],
  ["NumericGreaterThanEquals", G, "3600", "FFF"],
  ["NumericGreaterThanIfExists", G, "3600", "TTF"],
  ["NumericGreaterThanEqualsIfExists", G, "3600", "TTF"],
  ["NumericNotEquals", G, "3600", "TTT"],
  ["NumericNotEqualsIfExists", G, "3600", "TTT"],
  ["NumericEquals", G, "1", "FFT"],
  ["NumericEqualsIfExists", G, "1", "TTT"],
  ["ForAllValues:Bool", P, "false", "TTF"],
  ["ForAllValues:Bool", P, "true", "TFT"],
  ["ForAnyValue:Bool", P, "false", "FTF"],
  ["ForAnyValue:Bool", P, "true", "FFT"],
  ["ForAnyValue:BoolIfExists", P, "false", "UTF"],
  ["ForAllValues:BoolIfExists", P, "false", "TTF"],
  ["StringEquals", P, "false", "FUF"],
  ["StringEquals", P, "true", "FFU"],
  ["StringNotEquals", P, "true", "TTU"],
  ["StringNotEquals", P, "false", "TUT"],
  ["StringEqualsIfExists", P, "false", "TUF"],
  ["StringLike", P, "*", "FUU"],
  ["StringEqualsIgnoreCase", P, "FALSE", "FUF"],
  ["Bool", P, "False", "FUU"],
  ["BoolNot", P, "true", "UUU"],
  ["bool", P, "false", "UUU"],
  ["NullIfExists", P, "true", "UUU"],
  ["Null", P, "yes", "UUU"],
])("%s %s %s is %s without the key, with false, with true", (operator, key, value, expected) => {
  const found = (["key", "console", "mfa"] as const).map((kind) => truth(operator, key, value, kind));
  expect(found.join("")).toBe(expected);
});

test("key names ignore case, several values are alternatives", () => {
  expect(truth("Bool", "AWS:multifactorauthPRESENT", "false", "console")).toBe("T");
  expect(truth("StringEquals", "aws:PrincipalTag/TEAM", ["blue", "red"], "key")).toBe("T");
  expect(truth("StringNotEquals", "aws:PrincipalTag/team", ["blue", "red"], "key")).toBe("F");
  expect(truth("StringNotEquals", "aws:PrincipalTag/other", "x", "key")).toBe("T");
});

test.each([
  ["StringEquals", "Red", "red", "F"],
  ["StringEqualsIgnoreCase", "Red", "red", "T"],
  ["StringNotEqualsIgnoreCase", "Red", "red", "F"],
  ["StringLike", "team-*/?", "team-a/b/c", "T"],
  ["StringNotLike", "team-*", "other", "T"],
  ["NumericEquals", "1.0", "1", "T"],
  ["NumericLessThan", "abc", "1", "U"],
  ["DateGreaterThan", "2024-01-01T00:00:00Z", "2025-06-01T00:00:00Z", "T"],
  ["DateLessThanEquals", "1735689600", "2025-01-01T00:00:00Z", "T"],
  ["DateEquals", "yesterday", "2025-01-01T00:00:00Z", "U"],
  ["DateNotEquals", "2025-01-01", "2025-01-01T00:00:00Z", "F"],
  ["IpAddress", "203.0.113.0/24", "203.0.113.9", "T"],
  ["IpAddress", "203.0.113.0/24", "2001:db8::1", "F"],
  ["NotIpAddress", "203.0.113.0/24", "198.51.100.1", "T"],
  ["IpAddress", "2001:DB8::/32", "2001:db8:1::1", "T"],
  ["IpAddress", "203.0.113.0/240", "203.0.113.9", "U"],
  ["BinaryEquals", "QmluYXJ5", "QmluYXJ5", "T"],
  ["ArnEquals", "arn:aws:s3:::b/*", "arn:aws:s3:::b/k/l", "T"],
  ["ArnLike", "arn:aws:*:b", "arn:aws:s3:::b", "U"],
  ["ArnLike", "arn:aws:iam::*:user/x", "arn:aws:iam::1:2:user/x", "F"],
  ["ArnNotLike", "arn:aws:iam::*:role/*", "arn:aws:iam::1:user/x", "T"],
])("%s with %s against %s is %s", (operator, wanted, actual, expected) => {
  expect(truth(operator, "k", wanted, known(actual))).toBe(expected);
});

test("users with a path have it in their ARN", () => {
  expect(truth("ArnLike", "aws:PrincipalArn", "arn:aws:iam::*:user/alice", "key")).toBe("F");
  expect(truth("ArnLike", "aws:PrincipalArn", "arn:aws:iam::*:user/*", "key")).toBe("T");
});

test("what is chosen by the caller is unknown, what was not collected is missing", () => {
  expect(truth("StringEquals", "aws:RequestedRegion", "eu-west-1", "key")).toBe("U");
  expect(truth("StringEquals", "some:key", "x", UNKNOWN)).toBe("U");
  expect(truth("StringEquals", "aws:PrincipalTag/x", "y", MISSING)).toBe("M");
  expect(truth("Null", "aws:PrincipalTag/x", "true", MISSING)).toBe("M");
  expect(truth("Bool", "aws:MultiFactorAuthPresent", [], "console")).toBe("U");
});

test("a variable that has no value matches nothing, whatever it is compared with", () => {
  // biome-ignore-start lint/suspicious/noTemplateCurlyInString: policy variables
  const none = "${aws:PrincipalTag/none}";
  expect(truth("StringEquals", "aws:ResourceTag/team", none, "key")).toBe("F");
  expect(truth("ForAnyValue:StringEquals", "aws:TagKeys", [none, none], "key")).toBe("F");
  expect(truth("StringEquals", "aws:ResourceTag/team", [none, "red"], "key")).toBe("U");
  expect(truth("StringEqualsIfExists", "aws:ResourceTag/team", none, "key")).toBe("U");
  expect(truth("ForAllValues:StringEquals", "aws:TagKeys", none, "key")).toBe("U");
  expect(truth("StringNotEquals", "aws:ResourceTag/team", none, "key")).toBe("U");
  // biome-ignore-end lint/suspicious/noTemplateCurlyInString: policy variables
});

const NOON: Fact = { kind: "time", from: 1_700_000_000 };
test.each([
  ["DateLessThan", "2023-11-14T22:13:20Z", "F"],
  ["DateLessThan", "2023-11-14T22:13:21Z", "U"],
  ["DateLessThanEquals", "2023-11-14T22:13:19Z", "F"],
  ["DateLessThanEquals", "2023-11-14T22:13:20Z", "U"],
  ["DateEquals", "2023-11-14T22:13:19Z", "F"],
  ["DateEquals", "2024-01-01T00:00:00Z", "U"],
  ["DateNotEquals", "2020-01-01T00:00:00Z", "T"],
  ["DateGreaterThan", "2023-11-14T22:13:19Z", "T"],
  ["DateGreaterThan", "2023-11-14T22:13:20Z", "U"],
  ["DateGreaterThanEquals", "2023-11-14T22:13:20Z", "T"],
  ["DateGreaterThanEqualsIfExists", "2023-11-14T22:13:21Z", "U"],
  ["DateGreaterThan", "soon", "U"],
  ["StringLike", "2023*", "U"],
  ["Null", "true", "F"],
])("of a time no earlier than 2023-11-14T22:13:20Z, %s %s is %s", (operator, wanted, expected) => {
  expect(truth(operator, "aws:CurrentTime", wanted, NOON)).toBe(expected);
});

test("only aws:EpochTime is a number too", () => {
  expect(truth("NumericGreaterThan", "aws:EpochTime", "1600000000", NOON)).toBe("T");
  expect(truth("NumericGreaterThan", "aws:CurrentTime", "1600000000", NOON)).toBe("U");
});

test("without an audit time a request is sent at any time, but at one", () => {
  expect(truth("DateGreaterThan", "aws:CurrentTime", "2020-01-01T00:00:00Z", "key")).toBe("U");
  expect(truth("Null", "aws:EpochTime", "true", "key")).toBe("F");
});

test("a key has no session that was issued, a session was issued some time", () => {
  const long = ["DateLessThan", "aws:TokenIssueTime", "2020-01-01T00:00:00Z"] as const;
  expect((["key", "console", "mfa"] as const).map((kind) => truth(...long, kind)).join("")).toBe("FUU");
  const there = ["Null", "aws:TokenIssueTime", "true"] as const;
  expect((["key", "console", "mfa"] as const).map((kind) => truth(...there, kind)).join("")).toBe("TFF");
});

test("every request is sent over TLS or not", () => {
  const of = (operator: string, value: string) => truth(operator, "aws:SecureTransport", value, "key");
  expect(["true", "false"].map((value) => of("Bool", value))).toEqual(["U", "U"]);
  expect(of("Null", "true")).toBe("F");
  expect(of("StringLike", "*")).toBe("T");
});

test("an id that is not known has no colon all the same", () => {
  const of = (operator: string, value: string) => truth(operator, "aws:userid", value, "key");
  expect([of("StringNotLike", "*:*"), of("StringLike", "*:*"), of("StringEquals", "AROA1:me")]).toEqual([
    "T",
    "F",
    "F",
  ]);
  expect([of("StringLike", "*"), of("Null", "true")]).toEqual(["T", "F"]);
  expect([of("StringLike", "AIDA*"), of("StringNotEquals", "AIDA1"), of("ArnLike", "a:b:c:d:e:f")]).toEqual([
    "M",
    "M",
    "M",
  ]);
});

test("a user's request never comes with what only machines have", () => {
  expect(truth("StringEquals", "ec2:RoleDelivery", "2.0", "key")).toBe("F");
  expect(truth("Null", "aws:Ec2InstanceSourceVpc", "true", "console")).toBe("T");
});

test("lists want a set operator", () => {
  const tags: Fact = { kind: "known", values: ["a", "b"], list: true };
  expect(truth("StringEquals", "aws:TagKeys", "a", tags)).toBe("U");
  expect(truth("ForAllValues:StringEquals", "aws:TagKeys", ["a", "b", "c"], tags)).toBe("T");
  expect(truth("ForAllValues:StringEquals", "aws:TagKeys", ["a"], tags)).toBe("F");
  expect(truth("ForAnyValue:StringEquals", "aws:TagKeys", ["a"], tags)).toBe("T");
  expect(truth("ForAnyValue:StringNotEquals", "aws:TagKeys", ["a"], tags)).toBe("T");
  expect(truth("ForAllValues:StringNotEquals", "aws:TagKeys", ["a"], tags)).toBe("F");
  expect(truth("ForAllValues:StringEquals", "aws:TagKeys", ["a"], ABSENT)).toBe("T");
});

test("variables stand for facts in version 2012-10-17 only", () => {
  // biome-ignore-start lint/suspicious/noTemplateCurlyInString: policy variables
  expect(truth("StringEquals", "k", "${aws:username}", known("alice"))).toBe("T");
  expect(truth("StringEquals", "k", "${aws:username}", known("alice"), false)).toBe("F");
  expect(truth("StringEquals", "k", "${aws:PrincipalTag/none, 'red'}", known("red"))).toBe("T");
  expect(truth("StringEquals", "k", "${aws:PrincipalTag/none}", known("red"))).toBe("F");
  expect(truth("StringNotEquals", "k", "${aws:PrincipalTag/none}", known("red"))).toBe("U");
  expect(truth("StringEquals", "k", "${aws:RequestedRegion}", known("red"))).toBe("U");
  expect(truth("StringLike", "k", "a${*}", known("ab"))).toBe("F");
  expect(truth("StringLike", "k", "a${*}", known("a*"))).toBe("T");
  // biome-ignore-end lint/suspicious/noTemplateCurlyInString: policy variables
});

test("names of prototype members are names like any other", () => {
  expect(truth("constructor", "__proto__", "x", "key")).toBe("U");
  expect(truth("StringEquals", "aws:PrincipalTag/constructor", "x", "key")).toBe("F");
  expect(truth("StringEquals", "__proto__", "x", "key")).toBe("U");
});
