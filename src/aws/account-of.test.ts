import type { STSClient } from "@aws-sdk/client-sts";
import { expect, test, vi } from "vitest";
import { accountOf } from "./account-of.js";

const sts = () => {
  const send = vi.fn(async () => ({ Account: "111122223333" }));
  return { send } as unknown as STSClient & { readonly send: typeof send };
};

test("clients of an account know it without asking", async () => {
  const asked = sts();
  expect(await accountOf({ caller: "444455556666", profile: "audit", sts: asked })).toBe("444455556666");
  expect(asked.send).not.toHaveBeenCalled();
});

test.each([
  ["", undefined],
  ["audit", "audit"],
  ["444455556666", "444455556666"],
])("AWS is asked where the caller %j may be a name only", async (caller, profile) => {
  expect(await accountOf({ caller, profile, sts: sts() })).toBe("111122223333");
});
