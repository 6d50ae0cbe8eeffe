import { parseArn } from "../../model/arn.js";
import type { RowOf } from "../../model/table.js";
import type { accounts, OrgRole } from "../../model/tables/accounts.js";
import type { AccountsFile } from "./accounts-file.js";
import type { ListAccounts, Organization } from "./json-documents.js";

type AccountRow = RowOf<typeof accounts>;
type Facts = { -readonly [K in keyof AccountRow]?: AccountRow[K] } & { scpsEnabled?: boolean };

interface OrganizationFacts {
  managementId?: string;
  /** false: consolidated billing only, or the policy type is not there: no SCP can apply. */
  scpsEnabled?: boolean;
}

/** What is known of accounts and their organizations, gathered document by document. */
export class Membership {
  private readonly facts = new Map<string, Facts>();
  private readonly organizations = new Map<string, OrganizationFacts>();

  /** An account that occurs in the evidence. */
  seen(accountId: string, partition?: string): void {
    const facts = this.of(accountId);
    if (partition !== undefined) facts.partition = partition;
  }

  alias(accountId: string, alias: string | undefined): void {
    if (alias !== undefined) this.of(accountId).alias = alias;
  }

  /** DescribeOrganization said that the account is in no organization. */
  standalone(accountId: string): void {
    this.of(accountId).org_role = "standalone";
  }

  /** DescribeOrganization, and the account that asked, where that is known. */
  organization(organization: Organization, askedBy: string | undefined): void {
    const managementId = organization.MasterAccountId ?? managementOf(organization.Arn);
    const facts = this.organizationOf(organization.Id);
    if (managementId !== undefined) facts.managementId = managementId;
    if (organization.FeatureSet === "CONSOLIDATED_BILLING") facts.scpsEnabled = false;
    if (managementId !== undefined) this.of(managementId).org_id = organization.Id;
    if (askedBy !== undefined) this.of(askedBy).org_id = organization.Id;
  }

  /** ListAccounts: every account in it belongs to the organization its ARN names. */
  listAccounts({ Accounts }: ListAccounts): void {
    for (const account of Accounts) {
      const facts = this.of(account.Id);
      const orgId = organizationOf(account.Arn);
      if (orgId !== undefined) facts.org_id = orgId;
      const managementId = managementOf(account.Arn);
      if (orgId !== undefined && managementId !== undefined) {
        this.organizationOf(orgId).managementId ??= managementId;
      }
      const partition = parseArn(account.Arn ?? "")?.partition;
      if (partition !== undefined) facts.partition = partition;
      if (account.Name !== null && account.Name !== undefined) facts.name = account.Name;
      const state = account.State ?? account.Status;
      if (state !== null && state !== undefined) facts.state = state;
    }
  }

  /** `accounts.yaml`: a person's word, so it wins over nothing that AWS said. */
  accountsFile({ accounts: list }: AccountsFile): void {
    for (const entry of list) {
      const facts = this.of(entry.account_id);
      facts.name ??= entry.name ?? null;
      facts.org_id ??= entry.org_id ?? null;
      facts.ou_path ??= entry.ou_path ?? null;
      if (entry.org_role !== "unknown") facts.org_role ??= entry.org_role;
      if (entry.tags !== undefined) facts.tags ??= JSON.stringify(entry.tags);
      if (entry.scps_enabled !== undefined) facts.scpsEnabled = entry.scps_enabled;
    }
  }

  /** `--standalone ID|all`: for accounts of which nothing else is known. */
  declareStandalone(ids: readonly string[] | "all"): void {
    for (const accountId of ids === "all" ? this.facts.keys() : ids) {
      const facts = this.of(accountId);
      if (facts.org_id === undefined || facts.org_id === null) facts.org_role ??= "standalone";
    }
  }

  accountIds(): string[] {
    return [...this.facts.keys()].sort();
  }

  /** Is it known whether the account is in an organization? */
  isKnown(accountId: string): boolean {
    return this.roleOf(accountId, this.of(accountId)) !== "unknown";
  }

  rows(): AccountRow[] {
    return this.accountIds().map((accountId) => {
      const facts = this.of(accountId);
      const role = this.roleOf(accountId, facts);
      return {
        account_id: accountId,
        name: facts.name ?? null,
        alias: facts.alias ?? null,
        partition: facts.partition ?? "aws",
        org_id: facts.org_id ?? null,
        org_role: role,
        ou_path: facts.ou_path ?? null,
        state: facts.state ?? null,
        tags: facts.tags ?? null,
        scps_may_apply: this.scpsMayApply(facts, role),
      };
    });
  }

  private roleOf(accountId: string, facts: Facts): OrgRole {
    const orgId = facts.org_id ?? undefined;
    if (orgId === undefined) return (facts.org_role as OrgRole | null | undefined) ?? "unknown";
    const managementId = this.organizations.get(orgId)?.managementId;
    if (managementId !== undefined) return managementId === accountId ? "management" : "member";
    return (facts.org_role as OrgRole | null | undefined) ?? "unknown";
  }

  /** SCPs bind neither standalone nor management accounts, nor anyone where the feature is not there. */
  private scpsMayApply(facts: Facts, role: OrgRole): boolean | null {
    if (role === "standalone" || role === "management") return false;
    const enabled = facts.scpsEnabled ?? this.organizations.get(facts.org_id ?? "")?.scpsEnabled;
    if (enabled === false) return false;
    return role === "member" ? true : null;
  }

  private of(accountId: string): Facts {
    const known = this.facts.get(accountId);
    if (known !== undefined) return known;
    const facts: Facts = {};
    this.facts.set(accountId, facts);
    return facts;
  }

  private organizationOf(id: string): OrganizationFacts {
    const known = this.organizations.get(id);
    if (known !== undefined) return known;
    const facts: OrganizationFacts = {};
    this.organizations.set(id, facts);
    return facts;
  }
}

/** `arn:aws:organizations::<management account>:account/<organization>/<account>` */
function organizationOf(arn: string | null | undefined): string | undefined {
  return /:(?:account|organization)\/(o-[a-z0-9]+)/.exec(arn ?? "")?.[1];
}

function managementOf(arn: string | null | undefined): string | undefined {
  return /^arn:[^:]+:organizations::(\d{12}):/.exec(arn ?? "")?.[1];
}
