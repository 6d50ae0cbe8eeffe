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

/** The units of an organization, and the unit that each is in; undefined: the root. */
const UNITS = {
  Workloads: undefined,
  Production: "Workloads",
  Development: "Workloads",
  Infrastructure: undefined,
  Security: "Infrastructure",
  Sandbox: undefined,
} as const;
type UnitName = keyof typeof UNITS;
const UNIT_NAMES = Object.keys(UNITS) as UnitName[];

const FULL_ACCESS_ID = "p-FullAWSAccess";

type Files = Readonly<Record<string, object>>;
type Accounts = readonly CohortAccount[];

/** The tree, the policies and their targets of an organization, by file name, as `iamspect collect` writes them. */
export function organizationTree(orgId: string, accounts: Accounts): Files {
  const posture = new Prng(`tree of ${orgId}`).pick(POSTURES);
  const organization = new Organization(orgId, accounts);
  const tree = treeOf(organization, posture.off === true);
  const guarded = posture.off !== true && posture.unseen !== true;
  return guarded ? { ...tree, ...policiesOf(organization, posture) } : tree;
}

/** What the documents of an organization call its parts. */
class Organization {
  readonly rootId: string;
  readonly arn: string;
  readonly #suffix: string;

  constructor(
    readonly id: string,
    readonly accounts: Accounts,
  ) {
    this.#suffix = id.slice(2, 6);
    this.rootId = `r-${this.#suffix}`;
    this.arn = `arn:aws:organizations::${accounts[0]?.membership?.managementId ?? ""}`;
  }

  /** The id of a unit, or of the root. */
  nodeId(unit: UnitName | undefined): string {
    if (unit === undefined) return this.rootId;
    return `ou-${this.#suffix}-${unit.toLowerCase().slice(0, 8).padEnd(8, "x")}`;
  }
}

function treeOf(organization: Organization, off: boolean): Files {
  const { id: orgId, accounts, rootId, arn } = organization;
  const PolicyTypes = off ? [] : [{ Type: "SERVICE_CONTROL_POLICY", Status: "ENABLED" }];
  return {
    "list-roots.json": {
      Roots: [{ Id: rootId, Arn: `${arn}:root/${orgId}/${rootId}`, Name: "Root", PolicyTypes }],
    },
    "organizational-units.json": {
      OrganizationalUnits: UNIT_NAMES.map((Name) => {
        const Id = organization.nodeId(Name);
        return { Id, Arn: `${arn}:ou/${orgId}/${Id}`, Name, ParentId: organization.nodeId(UNITS[Name]) };
      }),
    },
    "account-parents.json": {
      AccountParents: accounts.map((account) => ({
        AccountId: account.id,
        ParentId: organization.nodeId(unitOf(account)),
      })),
    },
  };
}

function policiesOf(organization: Organization, { root = [], workloads = [] }: Posture): Files {
  const { id: orgId, accounts, rootId, arn } = organization;
  const nodes = [
    rootId,
    ...UNIT_NAMES.map((name) => organization.nodeId(name)),
    ...accounts.map(({ id }) => id),
  ];
  const attached: [string, OrganizationPolicyName][] = [
    ...nodes.map((node): [string, OrganizationPolicyName] => [node, "FullAWSAccess"]),
    ...root.map((name): [string, OrganizationPolicyName] => [rootId, name]),
    ...workloads.map((name): [string, OrganizationPolicyName] => [organization.nodeId("Workloads"), name]),
  ];
  const names = [...new Set(attached.map(([, name]) => name))];
  return {
    "organization-policies.json": { OrganizationPolicies: names.map((name) => policy(name, orgId, arn)) },
    "policy-targets.json": {
      PolicyTargets: attached.map(([TargetId, name]) => ({ PolicyId: policyId(name, orgId), TargetId })),
    },
  };
}

/** Where an account sits, by what its name says; the management account is at the root. */
function unitOf({ name, membership }: CohortAccount): UnitName | undefined {
  if (membership?.role === "management") return undefined;
  const purpose = /-([a-z]+)\d*$/.exec(name)?.[1] ?? "";
  return UNIT_BY_PURPOSE[purpose] ?? "Production";
}

const UNIT_BY_PURPOSE: Readonly<Record<string, UnitName>> = {
  dev: "Development",
  staging: "Development",
  data: "Workloads",
  analytics: "Workloads",
  batch: "Workloads",
  security: "Security",
  logs: "Security",
  backup: "Security",
  shared: "Infrastructure",
  network: "Infrastructure",
  sandbox: "Sandbox",
  test: "Sandbox",
};

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
