import { expect, test } from "vitest";
import { CallGate, REAL_PACE } from "./call-gate.js";
import { rateLimits } from "./rate-limits.js";

const throttled = () =>
  Promise.reject(Object.assign(new Error("Rate exceeded"), { name: "ThrottlingException" }));

/** How long the clock slept, all in all. */
function gateAt(concurrency = 10) {
  const slept: number[] = [];
  const heard: string[] = [];
  const sleep = async (milliseconds: number) => {
    slept.push(milliseconds);
  };
  const gate = new CallGate(
    concurrency,
    { now: () => 0, random: () => 0, sleep },
    {
      onThrottled: (action, caller) => heard.push(`throttled ${action} ${caller}`),
      onExpired: (caller) => heard.push(`expired ${caller}`),
    },
  );
  return { gate, slept, heard };
}

test("requests of all accounts together stay within the concurrency", async () => {
  const gate = new CallGate(4, REAL_PACE);
  let most = 0;
  await Promise.all(
    Array.from({ length: 30 }, (_, index) =>
      gate.pass("iam:ListUsers", String(index), async () => {
        most = Math.max(most, gate.traffic.underWay);
        await new Promise((resolve) => setTimeout(resolve, 2));
      }),
    ),
  );
  expect(most).toBe(4);
  expect(gate.traffic).toEqual({ sent: 30, throttled: 0, underWay: 0 });
});

test("one account that is throttled slows itself down, and no other", async () => {
  const { gate, slept, heard } = gateAt();
  await expect(gate.pass("iam:ListUsers", "111111111111", throttled)).rejects.toThrow("Rate exceeded");
  await gate.pass("iam:ListUsers", "222222222222", async () => undefined);
  expect(slept).toEqual([]);
  await gate.pass("iam:GetUser", "111111111111", async () => undefined);
  expect(slept).toHaveLength(1);
  expect(heard).toEqual(["throttled iam:ListUsers 111111111111"]);
  expect(gate.traffic.throttled).toBe(1);
});

test("expired credentials are told of", async () => {
  const { gate, heard } = gateAt();
  const expired = () =>
    Promise.reject(Object.assign(new Error("expired"), { name: "ExpiredTokenException" }));
  await expect(gate.pass("iam:ListUsers", "111111111111", expired)).rejects.toThrow();
  expect(heard).toEqual(["expired 111111111111"]);
});

test("policies are described as slowly as AWS wants it, whatever else is asked", async () => {
  const { gate, slept } = gateAt();
  for (let count = 0; count < 2; count += 1) {
    await gate.pass("organizations:DescribePolicy", "m", async () => undefined);
  }
  await gate.pass("organizations:ListPolicies", "m", async () => undefined);
  expect(slept).toEqual([]);
  await gate.pass("organizations:DescribePolicy", "m", async () => undefined);
  expect(slept).toEqual([500]);
});

test("an action of Organizations that is not listed is asked with care; services do not share", () => {
  expect(rateLimits("organizations:ListHandshakes")).toMatchObject({ limits: { perSecond: 5, most: 5 } });
  expect(rateLimits("iam:ListUsers").group).toBe(rateLimits("iam:GetUser").group);
  expect(rateLimits("sts:AssumeRole").group).not.toBe(rateLimits("iam:GetUser").group);
});
