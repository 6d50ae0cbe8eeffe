import { expect, test } from "vitest";
import { describeFailure } from "./describe-failure.js";

test("AWS's code and what it said", () => {
  expect(describeFailure({ kind: "other", code: "ServiceFailure", message: "said" })).toBe(
    "ServiceFailure: said",
  );
});

test("a class of errors is no code", () => {
  for (const code of ["Error", "TypeError", "CredentialsProviderError"]) {
    expect(describeFailure({ kind: "other", code, message: "said" })).toBe("said");
  }
});

test("without a message there is still the code", () => {
  expect(describeFailure({ kind: "other", code: "HTTP 404", message: "" })).toBe("HTTP 404");
});
