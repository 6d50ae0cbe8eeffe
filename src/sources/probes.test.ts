import { expect, test } from "vitest";
import { ask } from "./probes.js";

function failing(code: string, message = "said so") {
  return async (): Promise<never> => {
    throw Object.assign(new Error(message), { name: code });
  };
}

test("an answer is handed on", async () => {
  expect(await ask("iam:GetX", async () => 7)).toEqual({
    result: { action: "iam:GetX", status: "ok" },
    answer: 7,
  });
});

test("a code that only comes after the permission was checked shows that it is there", async () => {
  const asked = await ask("iam:GetX", failing("NoSuchEntityException"), { NoSuchEntity: "there is none" });
  expect(asked.result).toEqual({ action: "iam:GetX", status: "ok", detail: "there is none" });
});

test("denied, throttled and other failures are told apart", async () => {
  const statusOf = async (code: string) => (await ask("iam:GetX", failing(code))).result;
  expect(await statusOf("AccessDenied")).toEqual({
    action: "iam:GetX",
    status: "denied",
    detail: "AccessDenied: said so",
  });
  expect((await statusOf("Throttling")).status).toBe("throttled");
  expect((await statusOf("NoSuchEntityException")).status).toBe("error");
  expect((await statusOf("constructor")).status).toBe("error");
});
