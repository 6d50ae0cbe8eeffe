import type { DuckDBEngine } from "../engine/duckdb/open.js";
import { stringLiteral } from "../engine/sql.js";
import type { Subject } from "../policy/subject.js";
import { readChains, UNKNOWN_CHAIN } from "./organization-chains.js";
import { subjectOf } from "./subject-of.js";
import { readUserPolicies } from "./user-policies.js";
import { createUserViews, dropProfiles } from "./user-profiles.js";

/**
 * What the policy engine is asked about one user of an opened snapshot; undefined when there is no such user.
 * @param asOf the snapshot's audit time in epoch seconds
 */
export async function subjectFor(
  engine: DuckDBEngine,
  account: string,
  arn: string,
  asOf: number,
): Promise<Subject | undefined> {
  const chains = await createUserViews(engine, await readChains(engine), account);
  try {
    const where = `arn = ${stringLiteral(arn)}`;
    const policies = await readUserPolicies(engine, `SELECT account_id, arn FROM iam_users WHERE ${where}`);
    const [user] = await engine.all(`SELECT * FROM derive_users WHERE ${where}`);
    return user && subjectOf(user, chains[Number(user.chain)] ?? UNKNOWN_CHAIN, policies, asOf);
  } finally {
    await dropProfiles(engine);
  }
}
