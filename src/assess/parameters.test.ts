import { describe, expect, test } from "vitest";
import { loadControls } from "./load.js";
import { checkSettings, parameterSets, parseSetting, type Setting } from "./parameters.js";

const controls = await loadControls();
const rotation = controls.find(({ declaration }) => declaration.id === "user-key-rotation");
if (rotation === undefined) throw new Error("no user-key-rotation");

const setting = (value: unknown, accounts?: string[]): Setting => ({
  control: "user-key-rotation",
  parameter: "max_age_days",
  value,
  origin: "test",
  ...(accounts === undefined ? {} : { accounts: new Set(accounts) }),
});

test("--set is taken apart at the first =", () => {
  expect(parseSetting("a-b.c_d=x=y")).toMatchObject({ control: "a-b", parameter: "c_d", value: "x=y" });
  for (const bad of ["a-b", "a.b", "=1", ".b=1", "-a.b=1"])
    expect(() => parseSetting(bad)).toThrow("CONTROL.PARAMETER=VALUE");
});

describe("parameterSets", () => {
  const shape = (settings: Setting[]) =>
    parameterSets(rotation, settings).map(({ values, scope }) => [values.get("max_age_days"), scope]);

  test("without settings there is one set for all accounts", () => {
    expect(shape([])).toEqual([[90, { except: [] }]]);
  });

  test("one run for each distinct set over its accounts; later settings win", () => {
    expect(shape([setting(60), setting(30, ["2", "1"]), setting(10, ["2"]), setting(30, ["3"])])).toEqual([
      [60, { except: ["1", "2", "3"] }],
      [30, { only: ["1", "3"] }],
      [10, { only: ["2"] }],
    ]);
  });

  test("a later setting for all overrides an earlier one for some", () => {
    expect(shape([setting(30, ["1"]), setting("60")])[1]).toEqual([60, { only: ["1"] }]);
  });
});

test.each([["0"], ["3651"], ["1.5"], ["ninety"], [true], [""]])("%s is not a number of days", (value) => {
  expect(() => checkSettings(controls, [setting(value)])).toThrow("a whole number from 1 to 3650");
});

test("booleans and choices are checked too", () => {
  const check = (control: string, parameter: string, value: unknown) =>
    checkSettings(controls, [{ control, parameter, value, origin: "test" }]);
  expect(() => check("user-single-active-key", "tolerate_rotation", "yes")).toThrow("true or false");
  expect(() => check("user-key-at-setup", "scope", "some")).toThrow("one of console, all");
  check("user-single-active-key", "tolerate_rotation", "true");
  check("user-key-at-setup", "scope", "all");
});

test("names of prototype members are no parameters", () => {
  const strange = { ...setting(1), parameter: "constructor" };
  expect(() => checkSettings(controls, [strange])).toThrow("has no parameter constructor");
});
