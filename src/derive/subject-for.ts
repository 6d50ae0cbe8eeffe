import type { DuckDBEngine } from "../engine/duckdb/open.js";
import { stringLiteral } from "../engine/sql.js";
import type { PolicyEngine } from "../policy/engine.js";
import type { RoleGraph } from "../policy/role-graph.js";
import type { Subject } from "../policy/subject.js";
import { readChains, UNKNOWN_CHAIN } from "./organization-chains.js";
import { readRoleGraph, rolesAround } from "./roles.js";
import { subjectOf } from "./subject-of.js";
import { readUserPolicies } from "./user-policies.js";
import { createUserViews, dropProfiles } from "./user-profiles.js";

/** A user as the policy engine is asked about it, and the roles it is judged with. */
export interface SubjectWithRoles {
  readonly subject: Subject;
  readonly graph: RoleGraph;
}

/** A user of a snapshot, and the snapshot's audit time in epoch seconds. */
export interface UserAt {
  readonly accountId: string;
  readonly arn: string;
  readonly asOf: number;
}

/** What the policy engine is asked about one user of an opened snapshot; undefined when there is no such user. */
export async function subjectFor(
  engine: DuckDBEngine,
  policyEngine: PolicyEngine,
  { accountId, arn, asOf }: UserAt,
): Promise<SubjectWithRoles | undefined> {
  const chains = await readChains(engine);
  const accounts = await rolesAround(engine, accountId);
  const numbered = await createUserViews(engine, chains, accounts);
  try {
    const where = `arn = ${stringLiteral(arn)}`;
    const policies = await readUserPolicies(engine, `SELECT account_id, arn FROM iam_users WHERE ${where}`);
    const [user] = await engine.all(`SELECT * FROM derive_users WHERE ${where}`);
    if (user === undefined) return undefined;
    const graph = await readRoleGraph(engine, policyEngine, { chains, asOf, accounts });
    const subject = subjectOf(user, numbered[Number(user.chain)] ?? UNKNOWN_CHAIN, policies, asOf);
    return { subject: graph.complete(subject), graph };
  } finally {
    await dropProfiles(engine);
  }
}
