import { z } from "zod";
import type { ScenarioResult } from "../model/results/mfa.js";
import type { PolicyEngine } from "./engine.js";
import type { Origin, PolicySource, Subject } from "./subject.js";

const policy = z.record(z.string(), z.unknown()).or(z.string());
const verdict = z.enum(["enforced", "partial", "not_enforced", "unknown", "not_applicable"]);
const both = <T extends z.ZodType>(one: T) => z.strictObject({ console: one, key: one });

const scenario = z.strictObject({
  id: z.string().optional(),
  title: z.string().optional(),
  why: z.string().optional(),
  account: z.strictObject({
    id: z.string().regex(/^\d{12}$/, "an account id has 12 digits"),
    isManagement: z.boolean().default(false),
  }),
  user: z.strictObject({
    name: z.string().min(1),
    arn: z.string().regex(/^arn:[^:]+:iam::\d{12}:user\/.+/, "not the ARN of an IAM user"),
    tags: z.record(z.string(), z.string()).nullable().default({}),
  }),
  /** Levels from the root to the account; null: not collected; []: no organization. */
  scps: z.array(z.array(policy)).nullable(),
  /** null: not collected. */
  identity: z.array(z.strictObject({ src: z.string(), doc: policy })).nullable(),
  /** null: none set; "missing": not collected. */
  boundary: z.literal("missing").or(policy).nullable().default(null),
  hasDevice: z.boolean(),
  hasConsole: z.boolean(),
  hasKeys: z.boolean(),
  expect: z
    .strictObject({
      console: verdict,
      key: verdict,
      by: both(z.array(z.string())).optional(),
      robust: both(z.boolean()).optional(),
      claimable: z.boolean().optional(),
      acceptable: both(z.array(verdict)).partial().optional(),
    })
    .optional(),
});

/** Policies and a user that need not exist: a unit test for guardrails. */
export type Scenario = z.infer<typeof scenario>;

/**
 * Reads a scenario from parsed JSON.
 * @throws {z.ZodError} naming the field that is wrong
 */
export function parseScenario(data: unknown): Scenario {
  return scenario.parse(data);
}

function source(origin: Origin, name: string, document: z.infer<typeof policy>): PolicySource {
  return {
    origin,
    name,
    arn: null,
    text: typeof document === "string" ? document : JSON.stringify(document, null, 2),
  };
}

/** `inline`, `managed:NAME`, `group:NAME`. */
function identityOrigin(src: string): Origin {
  if (src.startsWith("group")) return "group-managed";
  return src.startsWith("managed") ? "user-managed" : "user-inline";
}

function chainOf({ scps, account }: Scenario): Subject["scps"] {
  if (account.isManagement || scps?.length === 0) return "none";
  if (scps === null) return "missing";
  return scps.map((level, depth) =>
    level.map((one, index) => source("scp", `scps[${depth}][${index}]`, one)),
  );
}

function boundaryOf({ boundary }: Scenario): Subject["boundary"] {
  if (boundary === null) return "none";
  return boundary === "missing" ? "missing" : source("boundary", "boundary", boundary);
}

export function subjectOf(input: Scenario): Subject {
  const { user, account } = input;
  const tags =
    user.tags === null ? null : new Map(Object.entries(user.tags).map(([k, v]) => [k.toLowerCase(), v]));
  return {
    principal: { kind: "user", accountId: account.id, arn: user.arn, name: user.name, id: null, tags },
    partition: user.arn.split(":")[1] ?? "aws",
    scps: chainOf(input),
    identity: input.identity?.map(({ src, doc }) => source(identityOrigin(src), src, doc)) ?? "missing",
    boundary: boundaryOf(input),
    groupArns: null,
    device: input.hasDevice,
    fidoOnly: null,
    console: input.hasConsole,
    keys: input.hasKeys,
  };
}

const UNKNOWN: ScenarioResult["console"] = { verdict: "unknown", by: [], robust: false };

export function evaluateScenario(engine: PolicyEngine, input: Scenario): ScenarioResult {
  const found = engine.assess(subjectOf(input));
  if ("tooComplex" in found) return { console: UNKNOWN, key: UNKNOWN, claimable: null };
  const { console, key, claimable } = found.mfa;
  const path = (one: typeof console): ScenarioResult["console"] => ({
    verdict: one.verdict,
    by: one.by,
    robust: one.robust,
  });
  return { console: path(console), key: path(key), claimable };
}

function sameSet(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((one) => right.includes(one));
}

/** What the scenario expected and did not get, one sentence each; empty when all is met or nothing was expected. */
export function unmet(input: Scenario, result: ScenarioResult): string[] {
  const { expect } = input;
  if (expect === undefined) return [];
  const problems: string[] = [];
  for (const path of ["console", "key"] as const) {
    const got = result[path];
    const fine = [expect[path], ...(expect.acceptable?.[path] ?? [])];
    if (!fine.includes(got.verdict))
      problems.push(`${path}: expected ${fine.join(" or ")}, got ${got.verdict}`);
    const by = expect.by?.[path];
    if (by !== undefined && !sameSet(by, got.by)) {
      problems.push(`${path}: expected by [${by.join(", ")}], got [${got.by.join(", ")}]`);
    }
    const robust = expect.robust?.[path];
    if (robust !== undefined && robust !== got.robust) problems.push(`${path}: expected robust ${robust}`);
  }
  if (expect.claimable !== undefined && expect.claimable !== result.claimable) {
    problems.push(`expected claimable ${expect.claimable}, got ${result.claimable}`);
  }
  return problems;
}
