import { expect, test } from "vitest";
import { addressCount, cidrRange, coverAll, type Family } from "./cidr.js";

const all = (family: Family, ...cidrs: string[]) =>
  coverAll(
    cidrs.flatMap((one) => cidrRange(one, family) ?? []),
    family,
  );

test.each([
  [["0.0.0.0/0"], true],
  [["0.0.0.0/1", "128.0.0.0/1"], true],
  [["128.0.0.0/1", "64.0.0.0/2", "0.0.0.0/2"], true],
  [["0.0.0.0/1", "128.0.0.0/2"], false],
  [["10.0.0.0/8"], false],
  [["8.8.8.8/0"], true],
  [[], false],
] as const)("%j is everything: %s", (cidrs, is) => {
  expect(all("ipv4", ...cidrs)).toBe(is);
});

test.each([
  [["::/0"], true],
  [["0:0:0:0:0:0:0:0/0"], true],
  [["::/1", "8000::/1"], true],
  [["2000::/3"], false],
  [["::ffff:0.0.0.0/96"], false],
] as const)("%j is everything: %s", (cidrs, is) => {
  expect(all("ipv6", ...cidrs)).toBe(is);
});

test("a block is its addresses", () => {
  expect(cidrRange("10.1.2.3/8", "ipv4")).toEqual({ first: 0x0a000000n, last: 0x0affffffn });
  expect(cidrRange("2001:db8::1/128", "ipv6")?.first).toBe(0x20010db8000000000000000000000001n);
  expect(cidrRange("::ffff:1.2.3.4/128", "ipv6")?.last).toBe(0xffff01020304n);
});

test.each([
  [[], 0n],
  [["10.0.0.0/8"], 1n << 24n],
  [["10.0.0.0/8", "10.1.0.0/16", "10.0.0.0/8"], 1n << 24n],
  [["10.1.0.0/16", "10.0.0.0/8", "192.0.2.1/32"], (1n << 24n) + 1n],
  [["0.0.0.0/1", "128.0.0.0/1"], 1n << 32n],
] as const)("%j are %s addresses", (cidrs, count) => {
  expect(addressCount(cidrs.flatMap((one) => cidrRange(one, "ipv4") ?? []))).toBe(count);
});

test.each(["0.0.0.0", "0.0.0.0/33", "256.0.0.0/8", "::/0", "a/0", "", "1.2.3.4/-1"])(
  "%s is no block",
  (text) => {
    expect(cidrRange(text, "ipv4")).toBeUndefined();
  },
);
