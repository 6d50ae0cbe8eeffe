import { join } from "node:path";
import { expect, test } from "vitest";
import { demoChoice, lakePlace } from "./lake-place.js";

const ENV = { IAMSPECT_LAKE: "own" };

test.each([
  [{ demo: true }, "lake"],
  [{ demo: true, withPolicies: true }, join("with-policies", "lake")],
  [{ demo: true, full: true }, join("full", "lake")],
  // A command that asks AWS: there --full is what it asks for.
  [{ demo: true, full: true, org: false }, join("full", "lake")],
])("each demonstration has a lake of its own: %o", (options, place) => {
  expect(lakePlace({ ...options, lake: undefined }, ENV)).toBe(join(".iamspect-demo", place));
  expect(lakePlace({ ...options, lake: "named" }, ENV)).toBe("named");
});

test("without --demo it is the lake of the environment", () => {
  expect(lakePlace({ lake: undefined }, ENV)).toBe("own");
  expect(lakePlace({ lake: undefined }, {})).toBe(".iamspect");
  expect(lakePlace({ lake: undefined, full: true, org: false }, ENV)).toBe("own");
});

test.each([
  [{ withPolicies: true }, "--with-policies chooses a demonstration"],
  [{ full: true }, "--full chooses a demonstration"],
  [{ demo: true, full: true, withPolicies: true }, "two demonstrations"],
])("%o is no choice", (options, why) => {
  expect(() => demoChoice(options)).toThrow(why);
});
