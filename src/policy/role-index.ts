import type { LoadedDocument } from "./document-store.js";
import { accountOf, type Hops } from "./hops.js";
import type { Role } from "./role.js";
import { accountNamed, speaksOfAssumeRole } from "./trust.js";

const PRINCIPAL = /^AWS:(arn:[^:]*:(?:iam|sts)::(\d{12}):[^*?]+|A[A-Z0-9]{15,})$/;
const NOBODY_WE_KNOW = /^(Service|Federated):/;

/** Whom a trust policy may let in by AssumeRole. */
interface Trusted {
  /** Principals of any account. */
  readonly everybody: boolean;
  /** Accounts that it names, or principals in them. */
  readonly accounts: ReadonlySet<string>;
  /** Names more than whole accounts, so that an identity policy may not be needed. */
  readonly itself: boolean;
}

function trusted(document: LoadedDocument | null, own: string): Trusted {
  const accounts = new Set<string>();
  let [everybody, itself] = [document === null, false];
  for (const statement of document?.statements ?? []) {
    const { principal } = statement.source;
    if (statement.deny || principal === null || !speaksOfAssumeRole(statement)) continue;
    for (const pattern of principal.patterns) {
      if (NOBODY_WE_KNOW.test(pattern) && !principal.negated) continue;
      const account = accountNamed(pattern.replace(/^AWS:/, ""));
      const [, arn, ofArn] = PRINCIPAL.exec(pattern) ?? [];
      if (principal.negated || (account === undefined && arn === undefined)) everybody = true;
      else accounts.add(account ?? ofArn ?? own);
      itself ||= account === undefined || principal.negated;
    }
  }
  return { everybody, accounts, itself };
}

/** A role that may trust somebody of an account. */
export interface Trusting {
  readonly role: Role;
  /** Whether it surely names the account, and nobody in it. */
  readonly account: boolean;
}

function listed(lists: Map<string, Trusting[]>, key: string, role: Trusting): void {
  const known = lists.get(key);
  if (known === undefined) lists.set(key, [role]);
  else known.push(role);
}

/** Finds the roles that may trust somebody of an account. */
export class RoleIndex {
  private readonly byAccount = new Map<string, Trusting[]>();
  private readonly byItself = new Map<string, Trusting[]>();
  private readonly everybody: Trusting[] = [];
  private readonly joined = new Map<string, readonly Trusting[]>();

  constructor(roles: readonly Role[], hops: Hops) {
    for (const role of roles) {
      const own = accountOf(role.subject.principal.arn);
      const { everybody, accounts, itself } = trusted(hops.document(role), own);
      const one = { role, account: !everybody && !itself };
      if (everybody) this.everybody.push(one);
      else for (const account of accounts) listed(this.byAccount, account, one);
      if (itself && (everybody || accounts.has(own))) listed(this.byItself, own, one);
    }
  }

  /** Roles of all accounts that may trust a principal of this one. */
  trusting(account: string): readonly Trusting[] {
    const own = this.byAccount.get(account) ?? [];
    if (this.everybody.length === 0) return own;
    const known = this.joined.get(account) ?? [...own, ...this.everybody];
    this.joined.set(account, known);
    return known;
  }

  /** Roles of the account that may trust a principal of it by more than its account. */
  trustingItself(account: string): readonly Trusting[] {
    return this.byItself.get(account) ?? [];
  }
}
