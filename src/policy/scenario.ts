import { z } from "zod";
import { gapText } from "../model/gap-text.js";
import type { ScenarioResult } from "../model/results/mfa.js";
import { TIERS } from "../model/tiers.js";
import { parseTime } from "../model/time.js";
import type { Assessment, PolicyEngine, Refused } from "./engine.js";
import type { PathVerdict } from "./path-verdict.js";
import type { Origin } from "./policy-source.js";
import { privilegeRecord } from "./privilege-record.js";
import type { RoleGraph } from "./role-graph.js";
import {
  attached,
  boundary,
  boundaryOf,
  chainOf,
  identity,
  managedPolicies,
  policy,
  scps,
  source,
  tags,
  tagsOf,
} from "./scenario-policies.js";
import { graphOf, scenarioRoles } from "./scenario-roles.js";
import type { Subject } from "./subject.js";

const verdict = z.enum(["enforced", "partial", "not_enforced", "unknown", "not_applicable"]);
const warning = z.enum(["enrol-others", "fido-only-keys", "unknown-roles"]);
const tier = z.enum(TIERS);
const both = <T extends z.ZodType>(one: T) => z.strictObject({ console: one, key: one });

const expectation = z.strictObject({
  console: verdict,
  key: verdict,
  by: both(z.array(z.string())).optional(),
  robust: both(z.boolean()).optional(),
  claimable: z.boolean().optional(),
  acceptable: both(z.array(verdict)).partial().optional(),
  privilege: z.strictObject({ no_mfa_at_most: tier, mfa_at_most: tier }).partial().optional(),
  warnings: z.array(warning).optional(),
  warnings_not: z.array(warning).optional(),
});
type Expectation = z.infer<typeof expectation>;

/** A scenario as it is written: docs/scenarios.md. */
export const scenarioSchema = z.strictObject({
  version: z.literal(1).default(1),
  id: z.string().optional(),
  title: z.string().optional(),
  why: z.string().optional(),
  /** The audit time: no request is sent earlier. */
  as_of: z
    .string()
    .refine((text) => parseTime(text) !== undefined, "write a time as 2026-11-23T00:00:00Z")
    .optional(),
  account: z.strictObject({
    id: z.string().regex(/^\d{12}$/, "an account id has 12 digits"),
    isManagement: z.boolean().default(false),
  }),
  user: z.strictObject({
    name: z.string().min(1),
    arn: z.string().regex(/^arn:[^:]+:iam::\d{12}:user\/.+/, "not the ARN of an IAM user"),
    id: z.string().optional(),
    tags,
    /** Names of all its groups; left out: not known. */
    groups: z.array(z.string()).optional(),
  }),
  policies: managedPolicies,
  scps,
  rcps: z.array(policy).default([]),
  identity,
  boundary,
  roles: scenarioRoles,
  hasDevice: z.boolean(),
  hasConsole: z.boolean(),
  hasKeys: z.boolean(),
  /** Services that other credentials are good for, as actions name them: codecommit, cassandra, bedrock, ec2. */
  serviceCredentials: z
    .array(z.string().regex(/^[a-z0-9-]+$/, "not a service as actions name it"))
    .default([]),
  expect: expectation.optional(),
});

/** Policies and a user that need not exist: a unit test for guardrails. */
export type Scenario = z.infer<typeof scenarioSchema>;

/**
 * Reads a scenario from parsed JSON.
 * @throws {z.ZodError} naming the field that is wrong
 */
export function parseScenario(data: unknown): Scenario {
  return scenarioSchema.parse(data);
}

/** `inline`, `managed:NAME`, `group:NAME`. */
function identityOrigin(src: string): Origin {
  if (src.startsWith("group")) return "group-managed";
  return src.startsWith("managed") ? "user-managed" : "user-inline";
}

/** The user of a scenario, without what its roles give. */
function userOf(input: Scenario): Subject {
  const { user, account, as_of } = input;
  const asOf = as_of === undefined ? undefined : parseTime(as_of);
  const [, partition = "aws"] = user.arn.split(":");
  return {
    principal: {
      kind: "user",
      accountId: account.id,
      arn: user.arn,
      name: user.name,
      id: user.id ?? null,
      tags: tagsOf(user.tags),
      ...(asOf !== undefined && { asOf }),
    },
    partition,
    scps: account.isManagement ? "none" : chainOf(input.scps),
    rcps: input.rcps.map((one, index) => source("rcp", `rcps[${index}]`, one)),
    identity:
      input.identity?.map((one) => attached(identityOrigin(one.src), one, input.policies)) ?? "missing",
    boundary: boundaryOf(input.boundary, input.policies),
    groupArns: user.groups?.map((name) => `arn:${partition}:iam::${account.id}:group/${name}`) ?? null,
    device: input.hasDevice,
    fidoOnly: null,
    console: input.hasConsole,
    keys: input.hasKeys,
    services: input.serviceCredentials,
  };
}

/** What the engine is asked about a scenario, and the roles in it. */
export function scenarioSubject(
  engine: PolicyEngine,
  input: Scenario,
): { readonly subject: Subject; readonly graph: RoleGraph | undefined } {
  const user = userOf(input);
  const graph = graphOf(engine, input.roles, { user, policies: input.policies });
  return { subject: graph?.complete(user) ?? user, graph };
}

type ScenarioPath = ScenarioResult["console"];

const UNKNOWN: ScenarioPath = { verdict: "unknown", by: [], robust: false };

function path({ verdict, by, robust }: PathVerdict): ScenarioPath {
  return { verdict, by, robust };
}

/** The result of a scenario whose subject was assessed. */
export function scenarioResult(found: Assessment | Refused): ScenarioResult {
  if ("tooComplex" in found) {
    const nothing = { warnings: [], missing_evidence: [found.tooComplex], privilege: null };
    return { console: UNKNOWN, key: UNKNOWN, claimable: null, ...nothing };
  }
  const { console, key, claimable, warnings, gaps } = found.mfa;
  const hidden = gaps.some(({ layer }) => layer === "identity" || layer === "boundary");
  return {
    console: path(console),
    key: path(key),
    claimable,
    warnings,
    missing_evidence: [...new Set(gaps.map(gapText))],
    privilege: hidden ? null : privilegeRecord(found.privilege),
  };
}

export function evaluateScenario(engine: PolicyEngine, input: Scenario): ScenarioResult {
  return scenarioResult(engine.assess(scenarioSubject(engine, input).subject));
}

function sameSet(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((one) => right.includes(one));
}

function unmetPath(name: "console" | "key", expected: Expectation, got: ScenarioPath): string[] {
  const problems: string[] = [];
  const fine = [expected[name], ...(expected.acceptable?.[name] ?? [])];
  if (!fine.includes(got.verdict))
    problems.push(`${name}: expected ${fine.join(" or ")}, got ${got.verdict}`);
  const by = expected.by?.[name];
  if (by !== undefined && !sameSet(by, got.by)) {
    problems.push(`${name}: expected by [${by.join(", ")}], got [${got.by.join(", ")}]`);
  }
  const robust = expected.robust?.[name];
  if (robust !== undefined && robust !== got.robust) problems.push(`${name}: expected robust ${robust}`);
  return problems;
}

function unmetPrivilege(
  expected: Expectation["privilege"],
  privilege: ScenarioResult["privilege"],
): string[] {
  const limits = [
    ["without MFA", expected?.no_mfa_at_most, privilege?.no_mfa.tier],
    ["with MFA", expected?.mfa_at_most, privilege?.mfa.tier],
  ] as const;
  return limits.flatMap(([when, most, got]) => {
    if (most === undefined) return [];
    const fine = got !== undefined && TIERS.indexOf(got) <= TIERS.indexOf(most);
    return fine ? [] : [`privilege ${when}: expected ${most} at most, got ${got ?? "nothing that is known"}`];
  });
}

/** What the scenario expected and did not get, one sentence each; empty when all is met or nothing was expected. */
export function unmet({ expect }: Scenario, result: ScenarioResult): string[] {
  if (expect === undefined) return [];
  const { claimable, warnings } = result;
  return [
    ...unmetPath("console", expect, result.console),
    ...unmetPath("key", expect, result.key),
    ...(expect.claimable !== undefined && expect.claimable !== claimable
      ? [`expected claimable ${expect.claimable}, got ${claimable}`]
      : []),
    ...unmetPrivilege(expect.privilege, result.privilege),
    ...(expect.warnings ?? []).flatMap((one) =>
      warnings.includes(one) ? [] : [`expected the warning ${one}, which was not given`],
    ),
    ...(expect.warnings_not ?? []).flatMap((one) =>
      warnings.includes(one) ? [`expected no warning ${one}, but it was given`] : [],
    ),
  ];
}
