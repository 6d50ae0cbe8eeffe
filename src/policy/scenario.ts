import { z } from "zod";
import type { PolicyEngine } from "./engine.js";
import type { RoleGraph } from "./role-graph.js";
import { boundary, boundaryOf, chainOf, identity, scps, source, tags, tagsOf } from "./scenario-policies.js";
import { graphOf, scenarioRoles } from "./scenario-roles.js";
import type { Origin, Subject } from "./subject.js";

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
    tags,
  }),
  scps,
  identity,
  boundary,
  roles: scenarioRoles,
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

/** The published form of a scenario's result. */
export interface ScenarioResult {
  readonly console: ScenarioPath;
  readonly key: ScenarioPath;
  readonly claimable: boolean | null;
}

interface ScenarioPath {
  readonly verdict: z.infer<typeof verdict>;
  readonly by: readonly string[];
  readonly robust: boolean;
}

/**
 * Reads a scenario from parsed JSON.
 * @throws {z.ZodError} naming the field that is wrong
 */
export function parseScenario(data: unknown): Scenario {
  return scenario.parse(data);
}

/** `inline`, `managed:NAME`, `group:NAME`. */
function identityOrigin(src: string): Origin {
  if (src.startsWith("group")) return "group-managed";
  return src.startsWith("managed") ? "user-managed" : "user-inline";
}

/** The user of a scenario, without what its roles give. */
function userOf(input: Scenario): Subject {
  const { user, account } = input;
  const principal = {
    kind: "user",
    accountId: account.id,
    arn: user.arn,
    name: user.name,
    id: null,
  } as const;
  return {
    principal: { ...principal, tags: tagsOf(user.tags) },
    partition: user.arn.split(":")[1] ?? "aws",
    scps: account.isManagement ? "none" : chainOf(input.scps),
    identity: input.identity?.map(({ src, doc }) => source(identityOrigin(src), src, doc)) ?? "missing",
    boundary: boundaryOf(input.boundary),
    groupArns: null,
    device: input.hasDevice,
    fidoOnly: null,
    console: input.hasConsole,
    keys: input.hasKeys,
  };
}

/** What the engine is asked about a scenario, and the roles in it. */
export function scenarioSubject(
  engine: PolicyEngine,
  input: Scenario,
): { readonly subject: Subject; readonly graph: RoleGraph | undefined } {
  const user = userOf(input);
  const graph = graphOf(engine, input.roles, user);
  return { subject: graph?.complete(user) ?? user, graph };
}

const UNKNOWN: ScenarioPath = { verdict: "unknown", by: [], robust: false };

export function evaluateScenario(engine: PolicyEngine, input: Scenario): ScenarioResult {
  const found = engine.assess(scenarioSubject(engine, input).subject);
  if ("tooComplex" in found) return { console: UNKNOWN, key: UNKNOWN, claimable: null };
  const { console, key, claimable } = found.mfa;
  const path = (one: typeof console): ScenarioPath => ({
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
