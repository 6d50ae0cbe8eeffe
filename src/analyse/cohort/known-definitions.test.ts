import { expect, test } from "vitest";
import { definitionOf } from "../../assess/definition.js";
import { loadControls } from "../../assess/load.js";
import { knownDefinitions } from "./known-definitions.js";

const control = (await loadControls()).find(({ declaration }) => declaration.id === "user-unused");
if (control === undefined) throw new Error("no user-unused");
const own = {
  control_id: "user-unused",
  definition: definitionOf(control),
  parameters: { max_idle_days: 90 },
};
const known = await knownDefinitions();

test("published figures stand beside counts of the same definition and parameters", () => {
  expect(known(own)).toMatchObject({
    title: control.declaration.title,
    severity: "medium",
    published: { numerator: 6211, denominator: 12_478 },
  });
});

test("but not beside others", () => {
  const others = [
    { ...own, parameters: { max_idle_days: 45 } },
    { ...own, parameters: {} },
    { ...own, parameters: { max_idle_days: 90, more: 1 } },
  ];
  for (const other of others) expect(known(other)).toMatchObject({ severity: "medium", published: null });
});

test("a definition that this version has not, or has under another name, has no title either", () => {
  const nothing = { title: null, severity: null, published: null };
  expect(known({ ...own, definition: "000000000000" })).toEqual(nothing);
  expect(known({ ...own, control_id: "user-mfa-device" })).toEqual(nothing);
});
