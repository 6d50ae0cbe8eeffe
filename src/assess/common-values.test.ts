import { expect, test } from "vitest";
import { commonValues } from "./common-values.js";
import type { Control } from "./control.js";
import { loadControls } from "./load.js";
import { planJudging } from "./plan.js";

const control = (await loadControls()).find(({ declaration }) => declaration.id === "user-unused") as Control;
const setting = (value: number, ...accounts: string[]) => ({
  control: "user-unused",
  parameter: "max_idle_days",
  value,
  origin: "test",
  ...(accounts.length > 0 ? { accounts: new Set(accounts) } : {}),
});
const days = (settings: ReturnType<typeof setting>[], ...accounts: string[]) =>
  commonValues(planJudging([control], settings), control)(accounts)?.get("max_idle_days");

test("without settings every account has the defaults", () => {
  expect(days([], "1", "2")).toBe(90);
  expect(days([])).toBe(90);
});

test("accounts with other values have none in common with the rest", () => {
  const settings = [setting(45, "2", "3")];
  expect(days(settings, "1", "4")).toBe(90);
  expect(days(settings, "2", "3")).toBe(45);
  expect(days(settings, "1", "2")).toBeUndefined();
});

test("the same value by another way is the same", () => {
  expect(days([setting(45), setting(45, "2")], "1", "2")).toBe(45);
  expect(days([setting(45, "1"), setting(90, "1")], "1", "2")).toBe(90);
  expect(days([setting(45, "1"), setting(30, "2"), setting(60)], "1", "2")).toBe(60);
});
