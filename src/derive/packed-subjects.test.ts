import fc from "fast-check";
import { expect, test } from "vitest";
import type { PolicySource } from "../policy/policy-source.js";
import type { Subject } from "../policy/subject.js";
import { packSubjects, unpackSubjects } from "./packed-subjects.js";

const source = fc.record({
  origin: fc.constantFrom("user-inline", "group-inline"),
  name: fc.string(),
  text: fc.option(fc.constantFrom('{"a":1}', "", "{}", "0"), { nil: null }),
}) as fc.Arbitrary<PolicySource>;
const list = fc.array(source, { maxLength: 3 });
const subject = fc.record(
  {
    partition: fc.constant("aws"),
    scps: fc.oneof(
      fc.constantFrom("none", "missing"),
      fc.array(fc.oneof(fc.constant("missing"), list), { maxLength: 3 }),
    ),
    rcps: list,
    identity: fc.oneof(fc.constant("missing"), list),
    boundary: fc.oneof(fc.constantFrom("none", "missing"), source),
  },
  { requiredKeys: ["partition", "scps", "identity", "boundary"] },
) as unknown as fc.Arbitrary<Subject>;

test("what is packed comes out as it was", () => {
  fc.assert(
    fc.property(fc.array(subject, { maxLength: 5 }), (subjects) => {
      const ordered = { subjects, keys: subjects.map((_, place) => String(place)) };
      expect(unpackSubjects(structuredClone(packSubjects(ordered)))).toEqual(ordered);
    }),
  );
});

test("a text is sent once, and a list that subjects share stays one list", () => {
  const shared = [
    { origin: "user-inline", name: "p", text: '{"Version":"2012-10-17"}' },
  ] as unknown as PolicySource[];
  const base = {
    accountId: "111122223333",
    scps: "none",
    boundary: "none",
    identity: shared,
  } as unknown as Subject;
  const packed = packSubjects({ subjects: [base, { ...base }], keys: ["a", "b"] });
  expect(packed.texts).toEqual(['{"Version":"2012-10-17"}']);
  const [first, second] = unpackSubjects(structuredClone(packed)).subjects;
  expect(first?.identity).toBe(second?.identity);
});
