import { expect, test } from "vitest";
import { equalException } from "./equal-exception.js";
import type { Exception } from "./exception-schema.js";

const ONE: Exception = {
  id: "one",
  control: ["user-unused", "user-key-rotation"],
  subject: { user_name: "ann", accounts: ["111122223333", "444455556666"] },
  owner: "ann",
  reason: "because",
  approved_by: "ciso",
  expires: "2026-11-23",
};

test.each<[string, Partial<Exception>, string, boolean]>([
  ["the same", {}, "2026-11-23", true],
  ["whatever the reason", { id: "two", reason: "another", owner: "bob" }, "2026-11-23", true],
  ["one of its controls", { control: "user-unused" }, "2026-11-23", true],
  ["a control more", { control: ["user-unused", "user-admin"] }, "2026-11-23", false],
  [
    "its subject in another order",
    { subject: { accounts: ["444455556666", "111122223333"], user_name: "ann" } },
    "2026-11-23",
    true,
  ],
  ["the same user in fewer accounts", { subject: { user_name: "ann" } }, "2026-11-23", false],
  ["after its end", {}, "2026-11-24", false],
])("%s", (_, change, today, expected) => {
  const entries = [{ exception: ONE, place: "exceptions.yaml:3" }];
  expect(equalException(entries, { ...ONE, ...change }, today)?.place).toBe(
    expected ? "exceptions.yaml:3" : undefined,
  );
});
