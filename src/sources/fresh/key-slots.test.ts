import fc from "fast-check";
import { expect, test } from "vitest";
import { freshSlots, type KeySlot, type KeyUse, keyIds, type LiveKey, type Slots } from "./key-slots.js";

const use = (at: number | null, region: string | null = null): KeyUse => ({
  last_used_at: at,
  last_used_region: region,
  last_used_service: region && "s3",
});
const NEVER = use(null);
const REPORT_AT = 1_000;

const slot = (created_at: number | null, active: boolean, at: number | null = null): KeySlot => ({
  active,
  created_at,
  ...use(at),
  use_known: true,
  id: null,
});
const FREE = slot(null, false);
const key = (id: string, created_at: number, active = true, lastUse?: KeyUse): LiveKey => ({
  id,
  created_at,
  active,
  lastUse,
});
const fresh = (slots: Slots, ...keys: LiveKey[]) =>
  freshSlots(slots, keys, REPORT_AT).map(({ id, active, created_at }) => [id, active, created_at]);

test("a key is found by the second it was made, whichever slot it is in", () => {
  expect(fresh([slot(500, true), slot(100, true)], key("A", 100), key("B", 500))).toEqual([
    ["B", true, 500],
    ["A", true, 100],
  ]);
});

test("a key switched off since is inactive; a deleted one leaves an empty slot", () => {
  expect(fresh([slot(500, true), slot(100, true)], key("A", 100, false))).toEqual([
    [null, false, null],
    ["A", false, 100],
  ]);
});

test("a key made since takes the free slot, also that of a deleted key", () => {
  expect(fresh([slot(500, true), FREE], key("A", 500), key("N", 2_000))[1]).toEqual(["N", true, 2_000]);
  expect(fresh([slot(500, true), slot(600, true)], key("B", 600), key("N", 2_000))).toEqual([
    ["N", true, 2_000],
    ["B", true, 600],
  ]);
});

test("twins made in one second are told apart by their status first", () => {
  expect(fresh([slot(500, true), slot(500, false)], key("A", 500, false), key("B", 500))).toEqual([
    ["B", true, 500],
    ["A", false, 500],
  ]);
});

test("of too many keys the active ones are kept", () => {
  expect(fresh([FREE, FREE], key("A", 1, false), key("B", 2), key("C", 3)).map(([id]) => id)).toEqual([
    "B",
    "C",
  ]);
});

test("the later of two last uses counts, with its service", () => {
  const slots: Slots = [slot(500, true, 900), FREE];
  const later = key("A", 500, true, use(1_500, "eu-west-1"));
  expect(freshSlots(slots, [later], REPORT_AT)[0]).toMatchObject(later.lastUse ?? {});
  const earlier = key("A", 500, true, use(800, "eu-west-1"));
  expect(freshSlots(slots, [earlier], REPORT_AT)[0].last_used_at).toBe(900);
  expect(freshSlots(slots, [key("A", 500)], REPORT_AT)[0].last_used_at).toBe(900);
});

test("last use is known where it was asked for, the report tells it, or the key is newer than the report", () => {
  const blind: Slots = [{ ...slot(500, true), use_known: false }, FREE];
  const known = (...keys: LiveKey[]) => freshSlots(blind, keys, REPORT_AT).map(({ use_known }) => use_known);
  expect(known(key("A", 500), key("N", 2_000))).toEqual([false, true]);
  expect(known(key("A", 500, true, NEVER), key("O", 300))).toEqual([true, false]);
});

test("ids are filled in only where second and status leave no doubt", () => {
  expect(keyIds([slot(500, true), slot(100, false)], [key("A", 100, false), key("B", 500)])).toEqual([
    "B",
    "A",
  ]);
  expect(keyIds([slot(500, true), FREE], [key("A", 500, false)])).toEqual([null, null]);
  expect(keyIds([slot(500, true), slot(500, true)], [key("A", 500)])).toEqual([null, null]);
  expect(keyIds([slot(500, true), FREE], [key("A", 500), key("B", 500)])).toEqual([null, null]);
});

test("the order in which keys are listed does not matter, and no key is in two slots", () => {
  const keys = fc.uniqueArray(
    fc.record({ id: fc.constantFrom("A", "B", "C"), created_at: fc.nat(3), active: fc.boolean() }),
    { selector: ({ id }) => id, maxLength: 2 },
  );
  const slots = fc.tuple(fc.nat(3), fc.nat(3), fc.boolean(), fc.boolean());
  fc.assert(
    fc.property(keys, slots, (list, [a, b, aOn, bOn]) => {
      const given: Slots = [slot(a, aOn), slot(b, bOn)];
      const live = list.map((one) => ({ ...one, lastUse: undefined }));
      const there = freshSlots(given, live, REPORT_AT);
      expect(freshSlots(given, [...live].reverse(), REPORT_AT)).toEqual(there);
      expect(there.flatMap(({ id }) => (id === null ? [] : [id])).sort()).toEqual(
        live.map(({ id }) => id).sort(),
      );
    }),
  );
});
