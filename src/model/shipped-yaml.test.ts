import { expect, test } from "vitest";
import { shippedValue } from "./shipped-yaml.js";

test("of a text that was not there when iamspect was built nothing is known", () => {
  expect(shippedValue("name: a\n")).toBeUndefined();
  expect(shippedValue("")).toBeUndefined();
});
