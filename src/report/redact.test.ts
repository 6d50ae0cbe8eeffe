import { expect, test } from "vitest";
import { redact } from "./redact.js";

test.each([
  ["User: arn:aws:sts::111122223333:assumed-role/Admins/ann.b+c@example.com is not", "ann.b+c@example.com"],
  ["key AKIAIOSFODNN7EXAMPLE was", "AKIAIOSFODNN7EXAMPLE"],
  ["key ASIAIOSFODNN7EXAMPLE was", "ASIAIOSFODNN7EXAMPLE"],
  ["secret wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY.", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"],
  [`token ${"IQoJb3JpZ2luX2VjE/+=".repeat(20)}`, "IQoJb3JpZ2luX2VjE"],
])("%s loses what must not be logged", (text, secret) => {
  expect(text).toContain(secret);
  expect(redact(text)).not.toContain(secret);
});

test.each([
  "sts:AssumeRole on arn:aws:iam::111122223333:role/iamspect-audit",
  "iam:GetAccountAuthorizationDetails: still throttled after every retry (Throttling)",
  "report not ready after 300 s",
])("%s stays as it is", (text) => {
  expect(redact(text)).toBe(text);
});
