import { join } from "node:path";
import { ListOrganizationsFeaturesCommand } from "@aws-sdk/client-iam";
import { ListDelegatedAdministratorsCommand } from "@aws-sdk/client-organizations";
import { allPages } from "../../aws/all-pages.js";
import type { AwsClients } from "../../aws/aws-clients.js";
import { COLLECTION_FILE, type EvidenceRecord } from "../../model/collection.js";
import type { OrganizationCollection } from "../../model/organization-collection.js";
import { ask, type Piece, piece } from "./ask.js";
import type { DiscoveredOrganization } from "./organization.js";
import { POLICY_TYPES, type PolicyType, type TypePolicies, typePolicies } from "./organization-policies.js";
import type { OrganizationTree } from "./organization-tree.js";
import { present } from "./present.js";
import { preparePrivateFolder, writePrivateJson } from "./private-files.js";

/** What could not be asked because the organization does not use it: that is no missing permission. */
const NOT_IN_USE = [
  "ServiceAccessNotEnabled",
  "OrganizationNotInAllFeaturesMode",
  "AccountNotManagementOrDelegatedAdministrator",
  "OrganizationNotFound",
];

export interface OrganizationScope {
  /** Accounts left out on request: they are not in the snapshot. */
  readonly leftOut: ReadonlySet<string>;
  readonly now: () => Date;
  /** When it is aborted nothing more is written: what was on its way is not whole. */
  readonly stop: AbortSignal;
}

/** Writes what is known of an organization when its accounts are begun. */
export async function writeDiscovered(
  dir: string,
  { orgId, organization, accounts, roots }: DiscoveredOrganization,
  { leftOut, stop }: OrganizationScope,
): Promise<void> {
  stop.throwIfAborted();
  const folder = join(dir, orgId);
  await preparePrivateFolder(folder);
  await writePiece(folder, "describe-organization.json", organization, (Organization) => ({ Organization }));
  await writePiece(folder, "list-accounts.json", accounts, (all) => ({
    Accounts: all.filter(({ Id }) => !leftOut.has(Id ?? "")),
  }));
  await writePiece(folder, "list-roots.json", roots, (Roots) => ({ Roots }));
}

async function writeTree(folder: string, tree: Piece<OrganizationTree>, leftOut: ReadonlySet<string>) {
  await writePiece(folder, "organizational-units.json", tree, ({ units }) => ({
    OrganizationalUnits: [...units].sort(byId(({ Id }) => Id)),
  }));
  await writePiece(folder, "account-parents.json", tree, ({ accounts }) => ({
    AccountParents: accounts
      .map(({ account, parentId }) => ({ AccountId: present(account.Id, "Id"), ParentId: parentId }))
      .filter(({ AccountId }) => !leftOut.has(AccountId))
      .sort(byId(({ AccountId }) => AccountId)),
  }));
}

async function writePiece<T>(
  folder: string,
  name: string,
  part: Piece<T>,
  document: (value: T) => unknown,
): Promise<void> {
  if (part.ok) await writePrivateJson(folder, name, document(part.value));
}

/** Reads and writes the rest of the organization, and last its `collection.json`. */
export async function completeOrganization(
  dir: string,
  clients: AwsClients,
  found: DiscoveredOrganization,
  { leftOut, now, stop }: OrganizationScope,
): Promise<OrganizationCollection> {
  const folder = join(dir, found.orgId);
  const [tree, policies, delegated, features] = await Promise.all([
    found.tree,
    Promise.all(POLICY_TYPES.map(([, type]) => policiesWhereEnabled(clients, found, type))),
    piece(() => delegatedAdministrators(clients)),
    piece(() => organizationsFeatures(clients)),
  ]);
  stop.throwIfAborted();
  await writeTree(folder, tree, leftOut);
  const whole = policies.flatMap((each) => (each.ok ? [each.value] : []));
  await writePrivateJson(folder, "organization-policies.json", {
    OrganizationPolicies: whole.flatMap((each) => each.policies),
  });
  await writePrivateJson(folder, "policy-targets.json", {
    PolicyTargets: whole.flatMap((each) => each.targets),
  });
  if (delegated.ok) await writePrivateJson(folder, "delegated-administrators.json", delegated.value);
  if (features.ok) await writePrivateJson(folder, "organizations-features.json", features.value);
  const at = now().toISOString();
  const collection: OrganizationCollection = {
    version: 1,
    org_id: found.orgId,
    ...(found.managementAccountId && { management_account_id: found.managementAccountId }),
    ...(found.partition && { partition: found.partition }),
    collected_at: at,
    evidence: [
      organizationRecord([found.organization, found.accounts, found.roots, tree], [delegated, features], at),
      ...POLICY_TYPES.map(([kind], index) => policyRecord(kind, policies[index], at)),
    ],
    calls: clients.calls.toRecord(),
  };
  await writePrivateJson(folder, COLLECTION_FILE, collection);
  return collection;
}

/** Of a type that is switched off, or not offered to this organization, no policy can apply: the answer is none. */
async function policiesWhereEnabled(
  clients: AwsClients,
  { organization, roots }: DiscoveredOrganization,
  type: PolicyType,
): Promise<Piece<TypePolicies>> {
  const none = { ok: true, value: { policies: [], targets: [] } } as const;
  if (organization.ok && organization.value.FeatureSet === "CONSOLIDATED_BILLING") return none;
  const types = roots.ok ? roots.value.flatMap(({ PolicyTypes }) => PolicyTypes ?? []) : undefined;
  const off = types?.every((each) => each.Type !== type || each.Status !== "ENABLED") ?? false;
  return off ? none : await typePolicies(clients, type);
}

function delegatedAdministrators(clients: AwsClients): Promise<{ DelegatedAdministrators: unknown[] }> {
  return ask(clients, "organizations:ListDelegatedAdministrators", async () => {
    const pages = await allPages(
      (NextToken) => clients.organizations.send(new ListDelegatedAdministratorsCommand({ NextToken })),
      (page) => page.NextToken,
    );
    return {
      DelegatedAdministrators: pages
        .flatMap((page) => present(page.DelegatedAdministrators, "DelegatedAdministrators"))
        .map(({ Email: _, ...administrator }) => administrator)
        .sort(byId(({ Id }) => Id)),
    };
  });
}

function organizationsFeatures(clients: AwsClients): Promise<unknown> {
  return ask(clients, "iam:ListOrganizationsFeatures", async () => {
    const { OrganizationId, EnabledFeatures } = await clients.iam.send(
      new ListOrganizationsFeaturesCommand({}),
    );
    return { OrganizationId, EnabledFeatures: present(EnabledFeatures, "EnabledFeatures") };
  });
}

/** The kind `organization`: whole when accounts and tree are; what else is missing is said in the detail. */
function organizationRecord(
  parts: readonly Piece<unknown>[],
  extras: readonly Piece<unknown>[],
  collected_at: string,
): EvidenceRecord {
  const failures = failuresOf(parts);
  const lacking = failuresOf(extras.filter((each) => each.ok || !NOT_IN_USE.includes(each.code)));
  const [first] = failures;
  if (first !== undefined) {
    const detail = unique([...failures, ...lacking].map((each) => each.detail)).join(", ");
    return { kind: "organization", status: first.status, detail, collected_at };
  }
  const detail = lacking.map((each) => `without ${each.detail} (${each.status})`).join(", ");
  return {
    kind: "organization",
    status: "ok",
    ...(detail !== "" && { detail }),
    collected_at,
    file: "list-accounts.json",
  };
}

function policyRecord(
  kind: EvidenceRecord["kind"],
  policies: Piece<TypePolicies> | undefined,
  collected_at: string,
): EvidenceRecord {
  if (policies?.ok === false) return { kind, ...policies.coverage, collected_at };
  return { kind, status: "ok", collected_at, file: "organization-policies.json" };
}

function failuresOf(pieces: readonly Piece<unknown>[]) {
  return pieces.flatMap((each) => (each.ok ? [] : [each.coverage]));
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}

function byId<T>(id: (item: T) => string | undefined) {
  return (a: T, b: T) => ((id(a) ?? "") < (id(b) ?? "") ? -1 : 1);
}
