import { ORG_POLICY_TYPES, type OrgPolicyType, type orgPolicies } from "../../entities/org-policy.js";
import type { orgPolicyTargets } from "../../entities/org-policy-target.js";
import type { organizationalUnits } from "../../entities/organizational-unit.js";
import type { Problem } from "../../model/problem.js";
import type { RowOf } from "../../model/table.js";
import type { AccountPlace } from "../membership.js";
import type { NodeFacts, Said, Statements } from "./said.js";

interface Node extends NodeFacts {
  readonly orgId: string;
}

/** Organizations put together from all documents; the order in which they were read does not matter. */
export class OrganizationTrees {
  readonly problems: Problem[] = [];
  readonly places = new Map<string, AccountPlace>();
  readonly policyRows: RowOf<typeof orgPolicies>[];
  readonly targetRows: RowOf<typeof orgPolicyTargets>[];
  private readonly nodes = new Map<string, Node>();
  private readonly orgsOfNode = new Map<string, Set<string>>();
  private readonly attached = new Map<string, Set<string>>();

  constructor(
    private readonly said: Statements,
    private readonly orgOfAccount: (accountId: string) => string | undefined,
  ) {
    for (const node of ordered(said.nodes)) this.addNode(node);
    for (const place of ordered(said.places)) {
      const { accountId, parentId } = place.value;
      const orgId = this.orgOf(place, [parentId], orgOfAccount(accountId));
      if (orgId === undefined) continue;
      this.places.set(accountId, { orgId, ouId: parentId, ouPath: this.pathOf(orgId, parentId) });
    }
    this.policyRows = this.makePolicies();
    this.targetRows = this.makeTargets();
    for (const { org_id, policy_id, target_id } of this.targetRows) {
      const key = `${org_id} ${target_id}`;
      this.attached.set(key, (this.attached.get(key) ?? new Set()).add(policy_id ?? ""));
    }
  }

  unitRows(): RowOf<typeof organizationalUnits>[] {
    return [...this.nodes.values()].map(({ orgId, id, parentId, name }) => ({
      org_id: orgId,
      ou_id: id,
      parent_id: parentId ?? null,
      name,
      path: this.pathOf(orgId, id) ?? null,
    }));
  }

  /** Is a policy type switched on at the root? undefined: not known. */
  isEnabled(orgId: string, type: OrgPolicyType): boolean | undefined {
    const roots = [...this.nodes.values()].filter((node) => node.orgId === orgId && node.policyTypes);
    return roots.length === 0 ? undefined : roots.some(({ policyTypes }) => policyTypes?.includes(type));
  }

  /**
   * Are all policies of a type there that can reach an account? AWS keeps at least one policy of an enabled type
   * attached to the root, to each unit and to each account, so a node without any was not collected.
   */
  hasPolicies(accountId: string, type: OrgPolicyType): boolean {
    const place = this.places.get(accountId);
    const chain = place && this.chain(place.orgId, place.ouId);
    if (place === undefined || chain === undefined) return false;
    const typeOf = new Map(
      this.policyRows.filter(({ org_id }) => org_id === place.orgId).map((row) => [row.policy_id, row]),
    );
    return [accountId, ...chain].every((id) => {
      const policies = [...(this.attached.get(`${place.orgId} ${id}`) ?? [])].map((one) => typeOf.get(one));
      const own = policies.filter((row) => row?.type === type);
      return (
        own.length > 0 && policies.every((row) => row !== undefined) && own.every((row) => row?.document)
      );
    });
  }

  private addNode(said: Said<NodeFacts>): void {
    const orgId = this.orgOf(said, [], undefined);
    if (orgId === undefined) return;
    const { value } = said;
    const key = `${orgId} ${value.id}`;
    const known = this.nodes.get(key);
    this.nodes.set(key, {
      ...value,
      orgId,
      name: value.name ?? known?.name ?? null,
      parentId: value.parentId ?? known?.parentId,
    });
    this.orgsOfNode.set(value.id, (this.orgsOfNode.get(value.id) ?? new Set()).add(orgId));
  }

  /** The organization a statement is about: what it says, what its ids belong to, or the only one there is. */
  private orgOf(
    { orgId, file }: Said<unknown>,
    ids: readonly string[],
    account: string | undefined,
  ): string | undefined {
    const only = (all: ReadonlySet<string> | undefined) => (all?.size === 1 ? [...all][0] : undefined);
    const found =
      orgId ??
      account ??
      ids.map((id) => only(this.orgsOfNode.get(id))).find((id) => id !== undefined) ??
      only(this.said.ids);
    if (found === undefined && !this.problems.some(({ source }) => source === file)) {
      this.problems.push({
        source: file,
        what: "the document does not say which organization it is about",
        fix: "Put it into a folder called by the organization's id (o-...), or beside `describe-organization`.",
      });
    }
    return found;
  }

  /** A node and all above it up to the root; undefined when one is not known. */
  private chain(orgId: string, id: string): string[] | undefined {
    const chain: string[] = [];
    for (let at: string | undefined = id; at !== undefined; ) {
      const node: Node | undefined = this.nodes.get(`${orgId} ${at}`);
      if (node === undefined || chain.includes(at)) return undefined;
      chain.push(at);
      at = node.parentId;
    }
    return chain.at(-1)?.startsWith("r-") ? chain : undefined;
  }

  private pathOf(orgId: string, id: string): string | undefined {
    const units = this.chain(orgId, id)?.slice(0, -1).reverse();
    const names = units?.map((one) => this.nodes.get(`${orgId} ${one}`)?.name);
    if (names === undefined || names.includes(null) || names.includes(undefined)) return undefined;
    return `/${names.join("/")}`;
  }

  private makePolicies(): RowOf<typeof orgPolicies>[] {
    const rows = new Map<string, RowOf<typeof orgPolicies>>();
    for (const said of ordered(this.said.policies)) {
      const { id, name, type, awsManaged, document } = said.value;
      if (!ORG_POLICY_TYPES.some((one) => one === type)) continue;
      const orgId = this.orgOf(said, [], undefined);
      if (orgId === undefined) continue;
      const key = `${orgId} ${id}`;
      const known = rows.get(key);
      rows.set(key, {
        org_id: orgId,
        policy_id: id,
        name: name ?? known?.name ?? null,
        type,
        aws_managed: awsManaged ?? known?.aws_managed ?? null,
        document: document ?? known?.document ?? null,
      });
    }
    return [...rows.values()];
  }

  private makeTargets(): RowOf<typeof orgPolicyTargets>[] {
    const others = new Set(
      this.said.policies
        .filter(({ value }) => !ORG_POLICY_TYPES.some((type) => type === value.type))
        .map(({ value }) => value.id),
    );
    const rows = new Map<string, RowOf<typeof orgPolicyTargets>>();
    const { targets, lostTargets: lost } = this.said;
    for (const said of targets) {
      const { policyId, targetId } = said.value;
      if (others.has(policyId)) continue;
      const orgId = this.orgOf(said, [targetId], this.orgOfAccount(targetId));
      if (orgId === undefined || lost.some((one) => (one.orgId ?? orgId) === orgId)) continue;
      rows.set(`${orgId} ${policyId} ${targetId}`, {
        org_id: orgId,
        policy_id: policyId,
        target_id: targetId,
        target_type: /^r-/.test(targetId)
          ? "ROOT"
          : /^ou-/.test(targetId)
            ? "ORGANIZATIONAL_UNIT"
            : "ACCOUNT",
      });
    }
    return [...rows.values()];
  }
}

/** Statements in an order that does not depend on how they were read. */
function ordered<Value>(said: readonly Said<Value>[]): Said<Value>[] {
  const keyed = said.map((one): [string, Said<Value>] => [JSON.stringify([one.value, one.orgId]), one]);
  return keyed.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, one]) => one);
}
