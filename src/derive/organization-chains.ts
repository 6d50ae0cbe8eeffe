import type { Engine, SqlRow } from "../engine/engine.js";
import { ORG_POLICY_TYPES, type OrgPolicyType } from "../entities/org-policy.js";
import type { Origin, PolicySource } from "../policy/policy-source.js";
import type { Evidence } from "../policy/subject.js";

/** The policies of organizations that reach an account. Accounts in one place share one object. */
export interface Chain {
  readonly scps: Evidence<readonly (readonly PolicySource[] | "missing")[]>;
  readonly rcps: readonly PolicySource[];
}

/** No service control policy can apply: a standalone or management account, or they are switched off. */
export const NO_CHAIN: Chain = { scps: "none", rcps: [] };
/** Some may apply, and which ones is not known. */
export const UNKNOWN_CHAIN: Chain = { scps: "missing", rcps: [] };

const ORIGIN: Readonly<Record<OrgPolicyType, Origin>> = {
  SERVICE_CONTROL_POLICY: "scp",
  RESOURCE_CONTROL_POLICY: "rcp",
};

/** Reads from an opened snapshot which policies of its organization reach each account. */
export async function readChains(engine: Engine): Promise<Map<string, Chain>> {
  const tree = new OrganizationPolicies(
    await engine.all("SELECT org_id, ou_id, parent_id FROM organizational_units"),
    await engine.all("SELECT org_id, policy_id, name, type, document FROM org_policies"),
    await engine.all("SELECT org_id, policy_id, target_id FROM org_policy_targets ORDER BY 1, 3, 2"),
  );
  const accounts = await engine.all(
    "SELECT account_id, org_id, org_role, ou_id, scps_may_apply FROM accounts",
  );
  return new Map(accounts.map((row) => [String(row.account_id), tree.chainOf(row)]));
}

class OrganizationPolicies {
  private readonly parents: ReadonlyMap<string, string | null>;
  private readonly policies = new Map<string, PolicySource>();
  /** Ids of the policies of a type on a root, unit or account. */
  private readonly attached = new Map<string, string[]>();
  private readonly lists = new Map<string, readonly PolicySource[]>();
  private readonly chains = new Map<string, Chain>();

  constructor(units: readonly SqlRow[], policies: readonly SqlRow[], targets: readonly SqlRow[]) {
    this.parents = new Map(
      units.map(({ org_id, ou_id, parent_id }) => [
        `${org_id} ${ou_id}`,
        parent_id === null ? null : String(parent_id),
      ]),
    );
    const types = new Map<string, OrgPolicyType>();
    for (const { org_id, policy_id, name, type, document } of policies) {
      const known = ORG_POLICY_TYPES.find((one) => one === type);
      if (known === undefined) continue;
      types.set(`${org_id} ${policy_id}`, known);
      this.policies.set(`${org_id} ${policy_id}`, {
        origin: ORIGIN[known],
        name: String(name ?? policy_id),
        arn: null,
        text: document === null || document === undefined ? null : String(document),
      });
    }
    for (const { org_id, policy_id, target_id } of targets) {
      const id = `${org_id} ${policy_id}`;
      const key = `${types.get(id) ?? "SERVICE_CONTROL_POLICY"} ${org_id} ${target_id}`;
      this.attached.set(key, [...(this.attached.get(key) ?? []), id]);
    }
  }

  chainOf(account: SqlRow): Chain {
    if (account.org_role === "management" || account.org_role === "standalone") return NO_CHAIN;
    const org = String(account.org_id);
    const above = account.ou_id === null ? undefined : this.nodes(org, String(account.ou_id));
    const mayApply = account.scps_may_apply !== false;
    if (above === undefined) return mayApply ? UNKNOWN_CHAIN : NO_CHAIN;
    const nodes = [...above, String(account.account_id)].map((node) => `${org} ${node}`);
    const ids = (type: OrgPolicyType) => nodes.map((node) => this.attached.get(`${type} ${node}`) ?? []);
    const scps = ids("SERVICE_CONTROL_POLICY");
    const rcps = ids("RESOURCE_CONTROL_POLICY");
    const key = JSON.stringify([mayApply, scps, rcps]);
    const chain = this.chains.get(key) ?? {
      scps: mayApply ? scps.map((level) => (level.length === 0 ? "missing" : this.list(level))) : "none",
      rcps: this.list([...new Set(rcps.flat())]),
    };
    this.chains.set(key, chain);
    return chain;
  }

  /** The root, the units below it and the last one, by their ids; undefined when one on the way is not known. */
  private nodes(org: string, last: string): string[] | undefined {
    const nodes: string[] = [];
    for (let at: string | null = last; at !== null; ) {
      const parent: string | null | undefined = this.parents.get(`${org} ${at}`);
      if (parent === undefined || nodes.includes(at)) return undefined;
      nodes.unshift(at);
      at = parent;
    }
    return nodes[0]?.startsWith("r-") ? nodes : undefined;
  }

  /** One object for equal lists: the policy engine reads an object once. */
  private list(ids: readonly string[]): readonly PolicySource[] {
    const key = ids.join("\n");
    const known = this.lists.get(key);
    if (known !== undefined) return known;
    const made = ids.map(
      (id): PolicySource =>
        this.policies.get(id) ?? { origin: "scp", name: id.split(" ")[1] ?? id, arn: null, text: null },
    );
    this.lists.set(key, made);
    return made;
  }
}
