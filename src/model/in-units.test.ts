import { expect, test } from "vitest";
import { inUnits } from "./in-units.js";

test.each([
  ["/Workloads/Prod", ["/Workloads/Prod"], true],
  ["/Workloads/Prod/Eu", ["/Workloads/Prod"], true],
  ["/Workloads/Production", ["/Workloads/Prod"], false],
  ["/Workloads", ["/Workloads/Prod"], false],
  ["/Sandbox", ["/Workloads", "/Sandbox"], true],
  ["/Workloads", ["/"], true],
  ["/", ["/"], true],
  [null, ["/"], false],
  ["/Workloads", [], false],
])("%s in %j: %s", (place, units, expected) => {
  expect(inUnits(place, units)).toBe(expected);
});
