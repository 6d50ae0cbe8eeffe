import type { Selector } from "./document.js";
import type { LoadedDocument } from "./document-store.js";
import { accountOf, type Hops } from "./hops.js";
import type { Role } from "./role.js";
import { accountNamed, speaksOfAssumeRole } from "./trust.js";

const PRINCIPAL = /^AWS:(arn:[^:]*:(?:iam|sts)::(\d{12}):[^*?]+|A[A-Z0-9]{15,})$/;
const NOBODY_WE_KNOW = /^(Service|Federated):/;
/** A user or a role by its ARN, which means it and nobody else. */
const BY_ARN = /^AWS:(arn:[^:]*:iam::\d{12}:(?:user|role)\/[^*?]+)$/;

/** Whom a trust policy may let in by AssumeRole. */
interface Trusted {
  /** Principals of any account. */
  readonly everybody: boolean;
  /** Accounts that it names, or principals in them. */
  readonly accounts: ReadonlySet<string>;
  /** Names more than whole accounts, so that an identity policy may not be needed. */
  readonly itself: boolean;
  /** The ARNs of all that it names; null where it names anything else. */
  readonly only: ReadonlySet<string> | null;
}

/** Whom the Allows of AssumeRole name, but for services and identity providers. */
function named(document: LoadedDocument | null): Selector[] {
  return (document?.statements ?? []).flatMap((statement) => {
    const { principal } = statement.source;
    if (statement.deny || principal === null || !speaksOfAssumeRole(statement)) return [];
    const { negated, patterns } = principal;
    return [{ negated, patterns: patterns.filter((one) => negated || !NOBODY_WE_KNOW.test(one)) }];
  });
}

/** The ARNs, where all that is named is named by its own. */
function onlyArns(selectors: readonly Selector[]): ReadonlySet<string> | null {
  const arns = selectors.flatMap(({ negated, patterns }) =>
    patterns.map((one) => (negated ? undefined : BY_ARN.exec(one)?.[1])),
  );
  const known = arns.filter((one) => one !== undefined);
  return known.length === arns.length ? new Set(known) : null;
}

function trusted(document: LoadedDocument | null, own: string): Trusted {
  const accounts = new Set<string>();
  let [everybody, itself] = [document === null, false];
  const selectors = named(document);
  for (const { negated, patterns } of selectors) {
    for (const pattern of patterns) {
      const account = accountNamed(pattern.replace(/^AWS:/, ""));
      const [, arn, ofArn] = PRINCIPAL.exec(pattern) ?? [];
      if (negated || (account === undefined && arn === undefined)) everybody = true;
      else accounts.add(account ?? ofArn ?? own);
      itself ||= account === undefined || negated;
    }
  }
  return { everybody, accounts, itself, only: everybody ? null : onlyArns(selectors) };
}

/** A role that may trust somebody of an account. */
export interface Trusting {
  readonly role: Role;
  /** Whether it surely names the account, and nobody in it. */
  readonly account: boolean;
  /** The ARNs of all that it may trust, where it names nothing else. */
  readonly only: ReadonlySet<string> | null;
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
      const { everybody, accounts, itself, only } = trusted(hops.document(role), own);
      const one = { role, account: !everybody && !itself, only };
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
