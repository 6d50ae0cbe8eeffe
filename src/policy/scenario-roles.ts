import { z } from "zod";
import type { PolicyEngine } from "./engine.js";
import { accountOf } from "./hops.js";
import type { Role } from "./role.js";
import { RoleGraph } from "./role-graph.js";
import {
  attached,
  boundary,
  boundaryOf,
  chainOf,
  identity,
  type ManagedPolicies,
  policy,
  scps,
  source,
  tags,
  tagsOf,
} from "./scenario-policies.js";
import type { Subject } from "./subject.js";

const role = z.strictObject({
  arn: z.string().regex(/^arn:[^:]+:iam::\d{12}:role\/.+/, "not the ARN of an IAM role"),
  /** "missing": not collected. */
  trust: z.literal("missing").or(policy),
  identity: identity.default([]),
  boundary,
  tags,
  /** Of a role in another account; those of the user's account are the user's. */
  scps: scps.default(null),
});

/** All roles of the user's account, and of every other account that one of them is in; null: not collected. */
export const scenarioRoles = z.array(role).nullable().default(null);

/** The user of the scenario, and the managed policies in it. */
interface Around {
  readonly user: Subject;
  readonly policies: ManagedPolicies;
}

function roleOf(input: z.infer<typeof role>, { user, policies }: Around): Role {
  const { arn } = input;
  const accountId = accountOf(arn);
  const { asOf } = user.principal;
  const name = arn.slice(arn.lastIndexOf("/") + 1);
  return {
    subject: {
      principal: {
        kind: "role",
        accountId,
        arn,
        name: null,
        id: null,
        tags: tagsOf(input.tags),
        ...(asOf !== undefined && { asOf }),
      },
      partition: user.partition,
      scps: accountId === user.principal.accountId ? user.scps : chainOf(input.scps),
      identity:
        input.identity?.map((one) =>
          attached(one.src.startsWith("managed") ? "role-managed" : "role-inline", one, policies),
        ) ?? "missing",
      boundary: boundaryOf(input.boundary, policies),
      groupArns: null,
      device: null,
      fidoOnly: null,
      console: false,
      keys: false,
    },
    trust:
      input.trust === "missing"
        ? { origin: "trust", name, arn, text: null }
        : { ...source("trust", name, input.trust), arn },
  };
}

/** The roles of a scenario and who may assume them; undefined when they were not collected. */
export function graphOf(
  engine: PolicyEngine,
  roles: z.infer<typeof scenarioRoles>,
  around: Around,
): RoleGraph | undefined {
  if (roles === null) return undefined;
  const accounts = new Set([around.user.principal.accountId, ...roles.map(({ arn }) => accountOf(arn))]);
  return new RoleGraph(
    engine,
    roles.map((one) => roleOf(one, around)),
    accounts,
  );
}
