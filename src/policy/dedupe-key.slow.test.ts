import fc from "fast-check";
import { expect, test } from "vitest";
import { testEngine } from "./fixtures/engine.js";
import { policySet } from "./fixtures/random-policies.js";
import { FULL, policy, setSubject, source, subject } from "./fixtures/subjects.js";
import type { Subject } from "./subject.js";

const engine = testEngine();

function named(base: Subject, name: string, tags: ReadonlyMap<string, string> = new Map()): Subject {
  const arn = `arn:aws:iam::111122223333:user/${name}`;
  return { ...base, principal: { ...base.principal, name: name.split("/").at(-1) ?? name, arn, tags } };
}

// biome-ignore lint/suspicious/noTemplateCurlyInString: a policy variable
const OWN = "arn:aws:iam::*:user/${aws:username}";

function same(policies: readonly string[], left: string, right: string): boolean {
  const base = subject({ identity: policies });
  return engine.key(named(base, left)) === engine.key(named(base, right));
}

test("a name makes no difference until a policy makes it one", () => {
  const own = policy({ Effect: "Allow", Action: "iam:*", Resource: OWN });
  const bob = policy({ Effect: "Deny", Action: "iam:*", Resource: "arn:aws:iam::*:user/bob" });
  expect(same([FULL], "alice", "bob")).toBe(true);
  expect(same([own], "alice", "bob")).toBe(true);
  expect(same([own, bob], "alice", "carol")).toBe(true);
  expect(same([own, bob], "alice", "bob")).toBe(false);
  expect(same([bob], "alice", "bob")).toBe(false);
  expect(same([bob.replace("user/bob", "user/ops/*")], "alice", "ops/alice")).toBe(false);
});

test("conditions count by what they come to", () => {
  const exempt = policy({
    Effect: "Deny",
    Action: "*",
    Resource: "*",
    Condition: {
      ArnNotLike: { "aws:PrincipalArn": "arn:aws:iam::*:user/svc-*" },
      StringNotEquals: { "aws:PrincipalTag/x": "1" },
    },
  });
  expect(same([FULL, exempt], "alice", "bob")).toBe(true);
  expect(same([FULL, exempt], "alice", "svc-1")).toBe(false);
  const base = subject({ identity: [FULL, exempt] });
  const key = (tags: Map<string, string>) => engine.key(named(base, "alice", tags));
  expect(key(new Map([["y", "1"]]))).toBe(key(new Map()));
  expect(key(new Map([["x", "1"]]))).not.toBe(key(new Map()));
});

test("what a user could turn into counts", () => {
  const bound = policy({
    Effect: "Deny",
    Action: "*",
    Resource: "*",
    Condition: {
      ArnLike: {
        "aws:PrincipalArn": ["arn:aws:iam::111122223333:user/*", "arn:aws:iam::444455556666:user/bob"],
      },
    },
  });
  const base = subject({ identity: [FULL, bound] });
  const bob = named(base, "bob");
  const arn = bob.principal.arn.replace("111122223333", "444455556666");
  const elsewhere = { ...bob, principal: { ...bob.principal, accountId: "444455556666", arn } };
  expect(engine.key(named(base, "alice"))).toBe(engine.key(bob));
  expect(engine.key(elsewhere)).not.toBe(engine.key(bob));
});

test("a variable that decides what kind of resource is meant counts", () => {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a policy variable
  const kind = policy({ Effect: "Allow", Action: "ecs:*", Resource: "arn:aws:ecs:*:*:${aws:username}/x/*" });
  const task = kind.replace(":\u0024{aws:username}", ":task/\u0024{aws:username}");
  expect(same([kind], "task", "alice")).toBe(false);
  expect(same([task], "bob", "alice")).toBe(true);
});

test("the order of collection does not matter, everything else of a subject does", () => {
  const [a, b] = [
    source("user-managed", FULL, "a"),
    source("group-managed", policy({ Effect: "Allow", Action: "s3:*", Resource: "*" }), "b"),
  ];
  const key = (more: Partial<Subject>) => engine.key({ ...subject(), identity: [a, b], ...more });
  expect(key({ identity: [b, a] })).toBe(key({}));
  const others: Partial<Subject>[] = [
    { device: true },
    { console: false },
    { keys: null },
    { keys: false, services: ["codecommit"] },
    { scps: "missing" },
    { boundary: "missing" },
    { identity: [a] },
    { identity: "missing" },
    { identity: [a, { ...b, origin: "user-managed" }] },
    { identity: [a, { ...b, text: null }] },
  ];
  for (const more of others) expect([more, key(more) === key({})]).toEqual([more, false]);
});

test("whether there is an own group or an own policy counts, for a wildcard reaches it", () => {
  const versions = policy({ Effect: "Allow", Action: "iam:CreatePolicyVersion", Resource: "*" });
  const managed = source("user-managed", versions, "team");
  const key = (more: Partial<Subject>) => engine.key({ ...subject(), identity: [managed], ...more });
  const group = (name: string) => ({ groupArns: [`arn:aws:iam::111122223333:group/${name}`] });
  expect(key(group("a"))).not.toBe(key({}));
  expect(key(group("a"))).toBe(key(group("b")));
  expect(key({ identity: [{ ...managed, arn: "arn:aws:iam::aws:policy/team" }] })).not.toBe(key({}));
  expect(key({ identity: [{ ...managed, arn: "arn:aws:iam::111122223333:policy/other" }] })).toBe(key({}));
});

test("what is wrong with an unreadable policy counts: it is said of whoever has it", () => {
  const broken = (text: string) => subject({ identity: [source("user-inline", text, "p0")] });
  expect(engine.key(broken('{"Secret": 1}'))).not.toBe(engine.key(broken('{"Other": 1}')));
  expect(engine.key(broken('{"Secret": 1}'))).toBe(engine.key(broken('{"Secret": 2}')));
});

test("the audit time counts where a condition asks for it, by what it comes to", () => {
  const dated = policy({
    Effect: "Allow",
    Action: "*",
    Resource: "*",
    Condition: { DateLessThan: { "aws:CurrentTime": "2027-01-01T00:00:00Z" } },
  });
  const key = (text: string, asOf?: number) => {
    const one = subject({ identity: [text] });
    return engine.key({ ...one, principal: { ...one.principal, ...(asOf !== undefined && { asOf }) } });
  };
  expect(key(dated, 1_700_000_000)).toBe(key(dated, 1_750_000_000));
  expect(key(dated, 1_700_000_000)).not.toBe(key(dated, 1_900_000_000));
  expect(key(FULL, 1_700_000_000)).toBe(key(FULL, 1_900_000_000));
});

const users = fc.constantFrom("alice", "bob", "team/alice", "svc-1");
const tags = fc.constantFrom(
  new Map(),
  new Map([["team", "red"]]),
  new Map([["exempt", "true"]]),
  new Map([["z", "1"]]),
);

test("equal keys mean equal assessments", () => {
  let equal = 0;
  const property = fc.property(
    policySet,
    users,
    users,
    tags,
    tags,
    (set, left, right, leftTags, rightTags) => {
      const base = setSubject(set);
      const [one, other] = [named(base, left, leftTags), named(base, right, rightTags)];
      if (engine.key(one) !== engine.key(other)) return;
      equal++;
      expect(engine.assess(one)).toEqual(engine.assess(other));
    },
  );
  fc.assert(property, { numRuns: 400 });
  expect(equal).toBeGreaterThan(60);
});

test("with too many variables to compare, every user has a key of its own", () => {
  const many = (tag: string) =>
    Array.from({ length: 200 }, (_, n) => `arn:aws:s3:::${tag}${n}/\u0024{aws:username}`);
  const wide = policy({ Effect: "Allow", Action: "s3:*", Resource: many("a") });
  expect(same([wide], "alice", "bob")).toBe(false);
  expect(same([wide], "alice", "alice")).toBe(true);
});

test("the key is the same in another run", () => {
  expect(testEngine().key(subject())).toBe(engine.key(subject()));
});
