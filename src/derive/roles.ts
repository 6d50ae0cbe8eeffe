import type { DuckDBEngine } from "../engine/duckdb/open.js";
import type { SqlRow } from "../engine/engine.js";
import { stringLiteral } from "../engine/sql.js";
import type { PolicyEngine } from "../policy/engine.js";
import type { Role } from "../policy/role.js";
import { RoleGraph } from "../policy/role-graph.js";
import { type Chain, UNKNOWN_CHAIN } from "./organization-chains.js";
import { boundaryOf, orgIdOf, tagsOf } from "./subject-of.js";
import { type HeldPolicies, readHeldPolicies } from "./user-policies.js";

/**
 * Roles that may trust a user or a role: most trust a service only, and their policies are many. A trust policy with
 * escapes in it may say anything.
 */
const TRUSTING =
  "trust_policy IS NULL OR NOT regexp_matches(trust_policy, '^\\s*\\{')" +
  ` OR regexp_matches(trust_policy, '"AWS"|"CanonicalUser"|NotPrincipal|"Principal"\\s*:\\s*"|\\\\u')`;

/**
 * Accounts whose roles are all known. Every account has roles that AWS made, so one without any was listed with a
 * filter.
 */
const KNOWN_ACCOUNTS =
  "SELECT DISTINCT c.account_id FROM coverage c JOIN roles r ON r.account_id = c.account_id" +
  " WHERE c.kind = 'authorization_details' AND c.status = 'ok'";

/** What the roles of a snapshot are read with. */
export interface RoleSurroundings {
  /** The policies of its organization that reach each account. */
  readonly chains: ReadonlyMap<string, Chain>;
  /** The audit time in epoch seconds. */
  readonly asOf: number;
  /** Only roles of these accounts; left out: of all. */
  readonly accounts?: readonly string[];
}

/** Reads the roles that a user or another role may be able to assume, as subjects of the policy engine. */
export async function readRoles(
  engine: DuckDBEngine,
  { chains, asOf, accounts }: RoleSurroundings,
): Promise<Role[]> {
  const only =
    accounts === undefined ? "" : ` AND r.account_id IN (${accounts.map(stringLiteral).join(", ")})`;
  const from = `FROM roles r LEFT JOIN accounts a ON a.account_id = r.account_id WHERE (${TRUSTING})${only}`;
  const rows = await engine.all(
    "SELECT r.account_id, r.arn, r.role_id, r.trust_policy, r.boundary_arn, r.tags, a.partition, a.org_id, a.org_role" +
      ` ${from} ORDER BY r.account_id, r.arn`,
  );
  if (rows.length === 0) return [];
  const policies = await readHeldPolicies(engine, `SELECT r.account_id, r.arn AS owner ${from}`);
  return rows.map((row) => roleOf(row, chains.get(String(row.account_id)) ?? UNKNOWN_CHAIN, policies, asOf));
}

function roleOf(row: SqlRow, chain: Chain, policies: HeldPolicies, asOf: number): Role {
  const [account, arn] = [String(row.account_id), String(row.arn)];
  const orgId = orgIdOf(row);
  const name = arn.split("/").at(-1) ?? arn;
  return {
    subject: {
      principal: {
        kind: "role",
        accountId: account,
        arn,
        name: null,
        id: typeof row.role_id === "string" ? row.role_id : null,
        tags: tagsOf(row.tags),
        ...(orgId !== undefined && { orgId }),
        asOf,
      },
      partition: String(row.partition ?? "aws"),
      scps: chain.scps,
      rcps: chain.rcps,
      identity: policies.byOwner.get(`${account} ${arn}`) ?? [],
      boundary: boundaryOf(account, row.boundary_arn, policies),
      groupArns: null,
      device: null,
      fidoOnly: null,
      console: false,
      keys: false,
    },
    trust: {
      origin: "trust",
      name: `trust policy of ${name}`,
      arn,
      text: typeof row.trust_policy === "string" ? row.trust_policy : null,
    },
  };
}

/** The account, and those with roles that its principals may come to: all that its users' assessments can depend on. */
export async function rolesAround(engine: DuckDBEngine, account: string): Promise<readonly string[]> {
  const rows = await engine.all(
    "SELECT DISTINCT account_id, unnest(CASE WHEN trust_policy IS NULL OR contains(trust_policy, '*')" +
      " OR contains(trust_policy, 'NotPrincipal') OR contains(trust_policy, '\\u') THEN ['*']" +
      ` ELSE regexp_extract_all(trust_policy, '\\d{12}') END) AS whom FROM roles WHERE ${TRUSTING}`,
  );
  const around = new Set([account]);
  for (const one of around) {
    for (const { account_id, whom } of rows) if (whom === one || whom === "*") around.add(String(account_id));
  }
  return [...around];
}

/** Reads the roles of an opened snapshot, and who may assume them. Needs the views of `createUserViews`. */
export async function readRoleGraph(
  engine: DuckDBEngine,
  policyEngine: PolicyEngine,
  surroundings: RoleSurroundings,
): Promise<RoleGraph> {
  const known = await engine.all(KNOWN_ACCOUNTS);
  const roles = await readRoles(engine, surroundings);
  return new RoleGraph(policyEngine, roles, new Set(known.map(({ account_id }) => String(account_id))));
}
