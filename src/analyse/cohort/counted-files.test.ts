import fc from "fast-check";
import { expect, test } from "vitest";
import { chooseCounted, type SharedFile } from "./counted-files.js";

const entry = (name: string, organization: string, month: string, digest = name): SharedFile => ({
  name,
  organization,
  month,
  digest,
});
const names = (entries: readonly SharedFile[]) => entries.map(({ name }) => name);

test("an organization counts once, by its newest month", () => {
  const entries = [
    entry("a1", "a", "2026-09"),
    entry("b", "b", "2025-12"),
    entry("a3", "a", "2026-11"),
    entry("a2", "a", "2026-10"),
  ];
  const { counted, earlier, repeated, contradicting } = chooseCounted(entries);
  expect([...counted].sort()).toEqual([1, 2]);
  expect(names(earlier).sort()).toEqual(["a1", "a2"]);
  expect([repeated, contradicting]).toEqual([[], []]);
});

test("the same file twice counts once and is told", () => {
  const entries = [
    entry("a", "a", "2026-11", "same"),
    entry("b", "b", "2026-11"),
    entry("copy", "a", "2026-11", "same"),
  ];
  const { counted, repeated } = chooseCounted(entries);
  expect([...counted]).toEqual([0, 1]);
  expect(repeated.map(names)).toEqual([["copy", "a"]]);
});

test("two files of one organization and month that differ: neither counts, nor does an older month", () => {
  const entries = [
    entry("a1", "a", "2026-11"),
    entry("a2", "a", "2026-11"),
    entry("old", "a", "2026-10"),
    entry("b", "b", "2026-11"),
  ];
  const { counted, contradicting, earlier } = chooseCounted(entries);
  expect([...counted]).toEqual([3]);
  expect(contradicting.map(names)).toEqual([["a1", "a2"]]);
  expect(names(earlier)).toEqual(["old"]);
});

test("every file is counted, repeated, earlier or contradicting, and no organization counts twice", () => {
  const some = fc.record({
    organization: fc.constantFrom("a", "b", "c"),
    month: fc.constantFrom("2026-09", "2026-10", "2026-11"),
    digest: fc.constantFrom("x", "y"),
  });
  fc.assert(
    fc.property(fc.array(some, { maxLength: 20 }), (list) => {
      const entries = list.map((one, index) => ({ ...one, name: String(index) }));
      const { counted, repeated, earlier, contradicting } = chooseCounted(entries);
      const told = [
        ...[...counted].map(String),
        ...repeated.map(([one]) => one.name),
        ...names(earlier),
        ...contradicting.flatMap(names),
      ];
      expect(told.sort()).toEqual(names(entries).sort());
      const organizations = [...counted].map((index) => entries[index]?.organization);
      expect(new Set(organizations).size).toBe(organizations.length);
    }),
  );
});
