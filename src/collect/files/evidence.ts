import type { AccountCollection } from "../../model/collection.js";
import type { EvidenceKind } from "../../model/coverage.js";
import type { OrganizationCollection } from "../../model/organization-collection.js";
import type { PasswordPolicy, VirtualDevices } from "./json-documents.js";
import { Membership } from "./membership.js";
import { OrganizationEvidence } from "./organization-evidence.js";
import type { Problem } from "./problem.js";
import type { ReportFile } from "./report-file.js";
import { UserEvidence } from "./user-evidence.js";

/** What was read of an account's authorization details. */
export interface DetailsProgress {
  /** Every page but the last one says IsTruncated. */
  truncatedPages: number;
  lastPages: number;
  /** Users in them: `--filter Role` gives none, which does not mean that there are none. */
  users: number;
  newest: number;
}

/** All that the files held but the rows of reports and authorization details, which go to the engine at once. */
export class Evidence {
  readonly membership = new Membership();
  readonly reports: ReportFile[] = [];
  readonly problems: Problem[] = [];
  readonly details = new Map<string, DetailsProgress>();
  /** The account of the last page of details in a file: a page of nothing but AWS's own policies names none. */
  readonly detailsAccounts = new Map<string, string>();
  readonly summaries = new Map<string, Readonly<Record<string, number>>>();
  readonly passwordPolicies = new Map<string, PasswordPolicy>();
  readonly virtualDevices: { accountId: string; devices: VirtualDevices }[] = [];
  readonly collections = new Map<string, AccountCollection>();
  readonly organizations = new OrganizationEvidence();
  readonly organizationCollections = new Map<string, OrganizationCollection>();
  readonly users = new UserEvidence();
  private readonly kinds = new Map<string, Set<EvidenceKind>>();
  private readonly faults = new Map<string, Map<EvidenceKind, string>>();

  /** Evidence of a kind is there for an account. */
  found(accountId: string, kind: EvidenceKind): void {
    const kinds = this.kinds.get(accountId) ?? new Set();
    this.kinds.set(accountId, kinds.add(kind));
    this.membership.seen(accountId);
  }

  /** Evidence of a kind is not whole for an account. */
  faulty(accountId: string, kind: EvidenceKind, detail: string): void {
    const faults = this.faults.get(accountId) ?? new Map<EvidenceKind, string>();
    this.faults.set(accountId, faults.set(kind, detail));
    this.membership.seen(accountId);
  }

  has(accountId: string, kind: EvidenceKind): boolean {
    return this.kinds.get(accountId)?.has(kind) ?? false;
  }

  fault(accountId: string, kind: EvidenceKind): string | undefined {
    return this.faults.get(accountId)?.get(kind);
  }
}
