import { expect, test } from "vitest";
import type { Control } from "../../assess/control.js";
import { loadControls } from "../../assess/load.js";
import type { Setting } from "../../assess/parameters.js";
import { planJudging } from "../../assess/plan.js";
import { triedSettings } from "./tried-settings.js";

const controls = await loadControls();

function control(id: string): Control {
  const found = controls.find(({ declaration }) => declaration.id === id);
  if (found === undefined) throw new Error(`no ${id}`);
  return found;
}

function tried(
  id: string,
  settings: readonly Setting[] = [],
  change: (one: Control) => Control = (one) => one,
) {
  const one = change(control(id));
  return triedSettings(one, planJudging([one], settings).runs);
}

const set = (parameter: string, value: unknown, accounts?: readonly string[]): Setting => ({
  control: "user-key-rotation",
  parameter,
  value,
  origin: "test",
  ...(accounts === undefined ? {} : { accounts: new Set(accounts) }),
});

test("the present settings first, then standards, then what the control wants tried, each once", () => {
  const found = tried("user-key-rotation");
  expect(found.map(({ settings }) => settings.max_age_days)).toEqual([90, 30, 60, 120, 180, 365, 730]);
  expect(found.map(({ current }) => current).slice(0, 2)).toEqual([true, false]);
  expect(found[0]?.standards).toEqual(["CIS 5.0 1.13", "Security Hub IAM.3"]);
});

test("other settings than the defaults are the present ones; a standard stays what it asks for", () => {
  const found = tried("user-key-rotation", [set("max_age_days", 200)]);
  expect(found[0]).toMatchObject({ settings: { max_age_days: 200 }, current: true, standards: [] });
  expect(found.find(({ standards }) => standards.length > 0)?.settings).toEqual({ max_age_days: 90 });
});

test("accounts with settings of their own keep them", () => {
  const found = tried("user-key-rotation", [set("max_age_days", 30, ["111122223333"])]);
  for (const { settings, runs } of found) {
    expect(runs.map((run) => [run.set.scope, run.set.values.get("max_age_days")])).toEqual([
      [{ except: ["111122223333"] }, settings.max_age_days],
      [{ only: ["111122223333"] }, 30],
    ]);
  }
});

test("without any wish of the control, each parameter by itself over its range", () => {
  const bare = (one: Control): Control => ({ ...one, declaration: { ...one.declaration, tune: undefined } });
  const rotation = tried("user-key-rotation", [], bare).map(({ settings }) => settings.max_age_days);
  expect(rotation).toEqual([90, 23, 45, 180, 360]);
  const keys = tried("user-single-active-key", [], bare).map(({ settings }) => settings);
  expect(keys).toContainEqual({ rotation_window_days: 30, tolerate_rotation: true });
  expect(keys.filter((one) => one.tolerate_rotation === true)).toHaveLength(1);
  expect(tried("user-key-mfa", [], bare).map(({ settings }) => settings.reach)).toEqual([
    "escalation",
    "conditional-escalation",
    "write",
  ]);
});

test("a control without parameters has only its present settings", () => {
  expect(tried("user-quarantined")).toMatchObject([{ settings: {}, current: true }]);
});

test("the shipped controls ask standards for what their parameters are", () => {
  for (const { declaration } of controls) {
    for (const { parameters } of declaration.tune?.standards ?? []) {
      expect(Object.keys(declaration.parameters)).toEqual(expect.arrayContaining(Object.keys(parameters)));
    }
  }
});
