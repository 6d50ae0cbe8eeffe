import { expect, test } from "vitest";
import { fixTitle } from "./title.js";

const facts = { credentials: 2140, users: 1, unit: "OU /Workloads of o-a1b2c3d4e5" };

test("titles count in the singular and the plural", () => {
  expect(fixTitle("Deactivate {credentials:access key} of {users:user}", facts)).toBe(
    "Deactivate 2,140 access keys of 1 user",
  );
  expect(fixTitle("{users:person:people}", facts)).toBe("1 person");
  expect(fixTitle("{users:person:people}", { ...facts, users: 12_345_678 })).toBe("12,345,678 people");
  expect(fixTitle("Attach it to {unit}", facts)).toBe("Attach it to OU /Workloads of o-a1b2c3d4e5");
});

test("a unit called like a placeholder stays what it is called", () => {
  expect(fixTitle("{credentials:key} in {unit}", { ...facts, unit: "OU /{users:x}" })).toBe(
    "2,140 keys in OU /{users:x}",
  );
});
