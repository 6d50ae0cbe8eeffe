import { expect, test } from "vitest";
import { CallGate, REAL_PACE } from "./call-gate.js";
import { IAM, ORGANIZATIONS, rateOf, STS } from "./service.js";

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
      gate.pass(IAM, "ListUsers", String(index), async () => {
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
  await expect(gate.pass(IAM, "ListUsers", "111111111111", throttled)).rejects.toThrow("Rate exceeded");
  await gate.pass(IAM, "ListUsers", "222222222222", async () => undefined);
  expect(slept).toEqual([]);
  await gate.pass(IAM, "GetUser", "111111111111", async () => undefined);
  expect(slept).toHaveLength(1);
  expect(heard).toEqual(["throttled iam:ListUsers 111111111111"]);
  expect(gate.traffic.throttled).toBe(1);
});

test("nor does it slow itself down in another Region", async () => {
  const { gate, slept } = gateAt();
  await expect(gate.pass(IAM, "ListUsers", "111111111111", throttled, "eu-west-1")).rejects.toThrow();
  await gate.pass(IAM, "ListUsers", "111111111111", async () => undefined, "eu-west-3");
  expect(slept).toEqual([]);
});

test("expired credentials are told of", async () => {
  const { gate, heard } = gateAt();
  const expired = () =>
    Promise.reject(Object.assign(new Error("expired"), { name: "ExpiredTokenException" }));
  await expect(gate.pass(IAM, "ListUsers", "111111111111", expired)).rejects.toThrow();
  expect(heard).toEqual(["expired 111111111111"]);
});

test("policies are described as slowly as AWS wants it, whatever else is asked", async () => {
  const { gate, slept } = gateAt();
  for (let count = 0; count < 2; count += 1) {
    await gate.pass(ORGANIZATIONS, "DescribePolicy", "m", async () => undefined);
  }
  await gate.pass(ORGANIZATIONS, "ListPolicies", "m", async () => undefined);
  expect(slept).toEqual([]);
  await gate.pass(ORGANIZATIONS, "DescribePolicy", "m", async () => undefined);
  expect(slept).toEqual([500]);
});

test("an action of Organizations that is not listed is asked with care; services do not share", () => {
  expect(rateOf(ORGANIZATIONS, "ListHandshakes")).toMatchObject({ limits: { perSecond: 5, most: 5 } });
  expect(rateOf(IAM, "ListUsers").group).toBe(rateOf(IAM, "GetUser").group);
  expect(rateOf(STS, "AssumeRole").group).not.toBe(rateOf(IAM, "GetUser").group);
});
