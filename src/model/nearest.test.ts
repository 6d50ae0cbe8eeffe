import { expect, test } from "vitest";
import { nearest } from "./nearest.js";

test("typing errors, parts of names and letters of another case are near", () => {
  const names = ["user-unused", "user-unused-credential", "user-admin", "root-mfa"];
  expect(nearest("user-unsued", names)).toEqual(["user-unused"]);
  expect(nearest("ROOT-MFA", names)[0]).toBe("root-mfa");
  expect(nearest("unused", names)).toEqual(["user-unused", "user-unused-credential"]);
  expect(nearest("adminuser-admin-x", names)).toEqual(["user-admin"]);
});

test("what is like nothing gets no offer, and of many only the nearest are offered", () => {
  expect(nearest("zzzz", ["ann", "bob", ""])).toEqual([]);
  const many = Array.from({ length: 50 }, (_, number) => `user-${number}`);
  expect(nearest("user-1", many)).toHaveLength(5);
  expect(nearest("user-1", many)[0]).toBe("user-1");
});
