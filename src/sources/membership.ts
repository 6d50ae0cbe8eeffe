import type { accounts, OrgRole } from "../entities/account.js";
import { parseArn } from "../model/arn.js";
import type { RowOf } from "../model/table.js";
import type { AccountsFile } from "./accounts-file.js";

/** An account as ListAccounts tells it. */
export interface ListedAccount {
  readonly Id: string;
  readonly Arn: string | null;
  readonly Name: string | null;
  readonly State: string | null;
  readonly Status: string | null;
}

/** An organization as DescribeOrganization tells it. */
export interface DescribedOrganization {
  readonly Id: string;
  readonly Arn: string | null;
  readonly FeatureSet: string | null;
  readonly MasterAccountId: string | null;
}

/** Where the tree of an organization has an account. */
export interface AccountPlace {
  readonly orgId: string;
  readonly ouId: string;
  /** Names from the root down; undefined when a unit on the way is not known. */
  readonly ouPath: string | undefined;
}

type AccountRow = RowOf<typeof accounts>;
type Facts = { -readonly [K in keyof AccountRow]: AccountRow[K] } & {
  org_role: OrgRole | null;
  scpsEnabled?: boolean;
  /** AWS said that the account is in no organization. */
  alone?: true;
  /** The organization is a person's word. */
  stated?: true;
  /** It has evidence or a folder of its own, or is in a list: it is an account of the snapshot. */
  named?: true;
  /** Where the lists lie that it is in. */
  lists?: Set<string>;
};
const NO_FACTS = {
  name: null,
  alias: null,
  partition: null,
  org_id: null,
  org_role: null,
  ou_path: null,
  ou_id: null,
  state: null,
  listed: null,
  tags: null,
  delegated_administrator: null,
  scps_may_apply: null,
};

interface OrganizationFacts {
  managementId?: string;
  featureSet?: string;
  /** false: consolidated billing only, or the policy type is not there: no SCP can apply. */
  scpsEnabled?: boolean;
}

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_Account.html */
const CLOSED: ReadonlySet<string> = new Set(["SUSPENDED", "PENDING_CLOSURE", "CLOSED"]);

/** What is known of accounts and their organizations, gathered document by document. */
export class Membership {
  private readonly facts = new Map<string, Facts>();
  private readonly organizations = new Map<string, OrganizationFacts>();
  private readonly partLists = new Set<string>();

  /** An account that occurs in the evidence. */
  seen(accountId: string, partition?: string): void {
    const facts = this.named(accountId);
    if (partition !== undefined) facts.partition = partition;
  }

  alias(accountId: string, alias: string | undefined): void {
    if (alias !== undefined) this.named(accountId).alias = alias;
  }

  /** DescribeOrganization said that the account is in no organization. */
  standalone(accountId: string): void {
    const facts = this.named(accountId);
    facts.org_role = "standalone";
    facts.alone = true;
    if (facts.stated) facts.org_id = null;
  }

  /** DescribeOrganization, and the account that asked, where that is known. */
  organization(organization: DescribedOrganization, askedBy: string | undefined): void {
    const managementId = organization.MasterAccountId ?? managementOf(organization.Arn);
    const facts = this.organizationOf(organization.Id);
    if (managementId !== undefined) facts.managementId = managementId;
    if (organization.FeatureSet !== null) facts.featureSet = organization.FeatureSet;
    if (organization.FeatureSet === "CONSOLIDATED_BILLING") facts.scpsEnabled = false;
    if (managementId !== undefined) this.of(managementId).org_id = organization.Id;
    if (askedBy !== undefined) this.named(askedBy).org_id = organization.Id;
  }

  /** The list of this file has not all accounts: who is not in it may still be in the organization. */
  listedInPart(file: string): void {
    this.partLists.add(file);
  }

  /** ListAccounts, as the file has it: every account in it belongs to the organization its ARN names. */
  listed(account: ListedAccount, file: string): void {
    const facts = this.named(account.Id);
    const orgId = organizationOf(account.Arn);
    if (orgId !== undefined) {
      facts.org_id = orgId;
      facts.lists = (facts.lists ?? new Set()).add(file);
    }
    const managementId = managementOf(account.Arn);
    if (orgId !== undefined && managementId !== undefined) {
      this.organizationOf(orgId).managementId ??= managementId;
    }
    const partition = parseArn(account.Arn ?? "")?.partition;
    if (partition !== undefined) facts.partition = partition;
    if (account.Name !== null) facts.name = account.Name;
    const state = account.State ?? account.Status;
    if (state !== null) facts.state = state;
  }

  /** `accounts.yaml`: a person's word, so it wins over nothing that AWS said. */
  accountsFile({ accounts: list }: AccountsFile): void {
    for (const entry of list) {
      const facts = this.named(entry.account_id);
      facts.name ??= entry.name ?? null;
      if (entry.org_id !== undefined && !facts.alone && !facts.org_id) {
        facts.org_id = entry.org_id;
        facts.stated = true;
      }
      facts.ou_path ??= entry.ou_path ?? null;
      if (entry.org_role !== "unknown") facts.org_role ??= entry.org_role;
      if (entry.tags !== undefined) facts.tags ??= JSON.stringify(entry.tags);
      if (entry.scps_enabled !== undefined) facts.scpsEnabled = entry.scps_enabled;
    }
  }

  /** What the collection of an organization said of itself. */
  managedBy(orgId: string, managementId: string | undefined): void {
    const facts = this.organizationOf(orgId);
    if (managementId === undefined) return;
    facts.managementId ??= managementId;
    this.of(managementId).org_id = orgId;
  }

  /** Where the tree of the organization has the account: it wins over what a person wrote. */
  place(accountId: string, { orgId, ouId, ouPath }: AccountPlace): void {
    const facts = this.of(accountId);
    facts.org_id ??= orgId;
    facts.ou_id = ouId;
    if (ouPath !== undefined) facts.ou_path = ouPath;
  }

  /** The organization's root says whether service control policies are switched on. */
  scpsSwitched(orgId: string, on: boolean): void {
    const facts = this.organizationOf(orgId);
    facts.scpsEnabled = on && facts.featureSet !== "CONSOLIDATED_BILLING";
  }

  /** ListDelegatedAdministrators of an organization. */
  delegated(orgId: string, accountIds: readonly string[]): void {
    for (const accountId of accountIds) this.of(accountId);
    for (const [accountId, facts] of this.facts) {
      if (facts.org_id !== orgId) continue;
      facts.delegated_administrator =
        facts.delegated_administrator === true || accountIds.includes(accountId);
    }
  }

  /** Is the account a delegated administrator of anything? null: not known. */
  isDelegated(accountId: string): boolean | null {
    return this.facts.get(accountId)?.delegated_administrator ?? null;
  }

  /** The organization of an account, where that is known. */
  orgOf(accountId: string): string | undefined {
    return this.facts.get(accountId)?.org_id ?? undefined;
  }

  /** Organizations that some account is in, or that described themselves. */
  orgIds(): string[] {
    const ids = [...this.facts.values()].flatMap(({ org_id }) => (org_id ? [org_id] : []));
    return [...new Set([...this.organizations.keys(), ...ids])].sort();
  }

  organizationFacts(orgId: string): Readonly<OrganizationFacts> {
    return this.organizations.get(orgId) ?? {};
  }

  /** `--standalone ID|all`: for accounts of which nothing else is known. */
  declareStandalone(ids: readonly string[] | "all"): void {
    for (const accountId of ids === "all" ? this.accountIds() : ids) {
      const facts = this.named(accountId);
      if (facts.org_id === null) facts.org_role ??= "standalone";
    }
  }

  /** The accounts of the snapshot: one that an organization or another account only refers to is none of them. */
  accountIds(): string[] {
    return [...this.facts].flatMap(([id, { named }]) => (named ? [id] : [])).sort();
  }

  /** What AWS Organizations calls an account that is closed or about to be; undefined: it is not, as far as is known. */
  closedState(accountId: string): string | undefined {
    const { state } = this.of(accountId);
    return state !== null && CLOSED.has(state) ? state : undefined;
  }

  /** Is it known whether the account is in an organization? */
  isKnown(accountId: string): boolean {
    return this.roleOf(accountId) !== "unknown";
  }

  rows(): AccountRow[] {
    return this.accountIds().map((accountId) => {
      const { scpsEnabled: _, alone: __, stated: ___, named: ____, lists, ...facts } = this.of(accountId);
      const org_role = this.roleOf(accountId);
      return {
        ...facts,
        listed: [...(lists ?? [])].some((file) => !this.partLists.has(file)) || null,
        partition: facts.partition ?? "aws",
        org_role,
        scps_may_apply: this.scpsMayApply(accountId, org_role),
      };
    });
  }

  private roleOf(accountId: string): OrgRole {
    const { org_id, org_role } = this.of(accountId);
    const managementId = this.organizations.get(org_id ?? "")?.managementId;
    if (managementId !== undefined) return managementId === accountId ? "management" : "member";
    return org_role ?? "unknown";
  }

  /** SCPs bind neither standalone nor management accounts, nor anyone where the feature is not there. */
  private scpsMayApply(accountId: string, role: OrgRole): boolean | null {
    if (role === "standalone" || role === "management") return false;
    const { org_id, scpsEnabled } = this.of(accountId);
    const enabled = this.organizations.get(org_id ?? "")?.scpsEnabled ?? scpsEnabled;
    return enabled === false ? false : role === "member" || null;
  }

  private named(accountId: string): Facts {
    const facts = this.of(accountId);
    facts.named = true;
    return facts;
  }

  private of(accountId: string): Facts {
    const facts = this.facts.get(accountId) ?? { account_id: accountId, ...NO_FACTS };
    this.facts.set(accountId, facts);
    return facts;
  }

  private organizationOf(id: string): OrganizationFacts {
    const facts = this.organizations.get(id) ?? {};
    this.organizations.set(id, facts);
    return facts;
  }
}

/** `arn:aws:organizations::<management account>:account/<organization>/<account>` */
function organizationOf(arn: string | null): string | undefined {
  return /:(?:account|organization)\/(o-[a-z0-9]+)/.exec(arn ?? "")?.[1];
}

function managementOf(arn: string | null): string | undefined {
  return /^arn:[^:]+:organizations::(\d{12}):/.exec(arn ?? "")?.[1];
}
