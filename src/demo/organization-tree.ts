import type { CohortAccount } from "./cohort.js";
import { ORGANIZATION_POLICIES, type OrganizationPolicyName } from "./guardrails.js";
import { Prng } from "./prng.js";

/** How an organization guards its accounts. */
interface Posture {
  /** Policies at the root, beside FullAWSAccess. */
  readonly root?: readonly OrganizationPolicyName[];
  /** Policies of the unit Workloads. */
  readonly workloads?: readonly OrganizationPolicyName[];
  /** The policy type is not switched on. */
  readonly off?: true;
  /** The policies were not collected. */
  readonly unseen?: true;
}

/** Listed as often as they are common. */
const POSTURES: readonly Posture[] = [
  ...Array<Posture>(6).fill({}),
  ...Array<Posture>(3).fill({ root: ["RestrictRegions"] }),
  ...Array<Posture>(3).fill({ off: true }),
  ...Array<Posture>(2).fill({ workloads: ["RequireMfaOfUsers"] }),
  ...Array<Posture>(2).fill({ root: ["RestrictRegions"], workloads: ["RequireMfa"] }),
  { root: ["ProtectIamWithMfa"] },
  { workloads: ["RequireMfaButForStorage"] },
  { unseen: true },
];

const UNITS = ["Workloads", "Security", "Sandbox"] as const;
type UnitName = (typeof UNITS)[number];

const FULL_ACCESS_ID = "p-FullAWSAccess";

/** The tree, the policies and their targets of an organization, by file name, as `iamspect collect` writes them. */
export function organizationTree(
  orgId: string,
  accounts: readonly CohortAccount[],
): Readonly<Record<string, object>> {
  const prng = new Prng(`tree of ${orgId}`);
  const posture = prng.pick(POSTURES);
  const managementId = accounts[0]?.membership?.managementId ?? "";
  const arn = `arn:aws:organizations::${managementId}`;
  const suffix = orgId.slice(2, 6);
  const rootId = `r-${suffix}`;
  const unitId = (name: UnitName) => `ou-${suffix}-${name.toLowerCase().padEnd(8, "x")}`;
  const types = posture.off === true ? [] : [{ Type: "SERVICE_CONTROL_POLICY", Status: "ENABLED" }];
  const tree = {
    "list-roots.json": {
      Roots: [{ Id: rootId, Arn: `${arn}:root/${orgId}/${rootId}`, Name: "Root", PolicyTypes: types }],
    },
    "organizational-units.json": {
      OrganizationalUnits: UNITS.map((name) => ({
        Id: unitId(name),
        Arn: `${arn}:ou/${orgId}/${unitId(name)}`,
        Name: name,
        ParentId: rootId,
      })),
    },
    "account-parents.json": {
      AccountParents: accounts.map((account) => {
        const unit = unitOf(account);
        return { AccountId: account.id, ParentId: unit === undefined ? rootId : unitId(unit) };
      }),
    },
  };
  if (posture.off === true || posture.unseen === true) return tree;
  const { root = [], workloads = [] } = posture;
  const nodes = [rootId, ...UNITS.map(unitId), ...accounts.map(({ id }) => id)];
  const attached: [string, OrganizationPolicyName][] = [
    ...nodes.map((node): [string, OrganizationPolicyName] => [node, "FullAWSAccess"]),
    ...root.map((name): [string, OrganizationPolicyName] => [rootId, name]),
    ...workloads.map((name): [string, OrganizationPolicyName] => [unitId("Workloads"), name]),
  ];
  const names = [...new Set(attached.map(([, name]) => name))];
  return {
    ...tree,
    "organization-policies.json": { OrganizationPolicies: names.map((name) => policy(name, orgId, arn)) },
    "policy-targets.json": {
      PolicyTargets: attached.map(([TargetId, name]) => ({ PolicyId: policyId(name, orgId), TargetId })),
    },
  };
}

/** Where an account sits, by what its name says; the management account is at the root. */
function unitOf({ name, membership }: CohortAccount): UnitName | undefined {
  if (membership?.role === "management") return undefined;
  if (/-(security|logs|backup)\d*$/.test(name)) return "Security";
  return /-(sandbox|test)\d*$/.test(name) ? "Sandbox" : "Workloads";
}

function policyId(name: OrganizationPolicyName, orgId: string): string {
  return name === "FullAWSAccess"
    ? FULL_ACCESS_ID
    : `p-${new Prng(`${orgId} ${name}`).text(8, "abcdefgh0123456789")}`;
}

function policy(name: OrganizationPolicyName, orgId: string, arn: string) {
  const Id = policyId(name, orgId);
  const own = name !== "FullAWSAccess";
  return {
    PolicySummary: {
      Id,
      Arn: own
        ? `${arn}:policy/${orgId}/service_control_policy/${Id}`
        : `arn:aws:organizations::aws:policy/service_control_policy/${Id}`,
      Name: name,
      Type: "SERVICE_CONTROL_POLICY",
      AwsManaged: !own,
    },
    Content: JSON.stringify(ORGANIZATION_POLICIES[name]),
  };
}
