import { expect, test } from "vitest";
import { UserError } from "./user-error.js";

test("a UserError is an error that says what happened and keeps its cause", () => {
  const cause = new Error("ENOSPC");
  const error = new UserError({
    code: "disk_full",
    what: "It is full.",
    why: "ENOSPC",
    fix: "Free some.",
    cause,
  });
  expect(error).toBeInstanceOf(Error);
  expect(error).toMatchObject({
    name: "UserError",
    message: "It is full.",
    code: "disk_full",
    what: "It is full.",
    why: "ENOSPC",
    fix: "Free some.",
  });
  expect(error.cause).toBe(cause);
});

test("wrong input, exit code 2, is what an error is unless it says that it could not run", () => {
  expect(new UserError({ code: "a", what: "b" }).exitCode).toBe(2);
  expect(new UserError({ code: "a", what: "b", exitCode: 1 }).exitCode).toBe(1);
  expect(new UserError({ code: "a", what: "b" })).toMatchObject({ why: undefined, fix: undefined });
});
