import { Prng } from "./prng.js";
import { ACCOUNTS, STANDALONE_ACCOUNTS, USERS } from "./totals.js";
import { COMPANY_FIRST, COMPANY_SECOND, ENVIRONMENTS } from "./words.js";

/** The organization of an account, and its part in it. */
export interface Membership {
  readonly orgId: string;
  readonly managementId: string;
  readonly role: "management" | "member";
}

/** An AWS account; it is standalone when it has no membership. */
export interface Account {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly membership: Membership | undefined;
  /** How many IAM users it holds. */
  readonly userCount: number;
}

/** How many organizations have how many accounts, the management account among them: 379 with 965 together. */
const ORGANIZATION_SIZES: readonly { accounts: number; organizations: number }[] = [
  { accounts: 1, organizations: 170 },
  { accounts: 2, organizations: 90 },
  { accounts: 3, organizations: 50 },
  { accounts: 4, organizations: 30 },
  { accounts: 5, organizations: 14 },
  { accounts: 6, organizations: 8 },
  { accounts: 8, organizations: 6 },
  { accounts: 10, organizations: 4 },
  { accounts: 15, organizations: 3 },
  { accounts: 20, organizations: 2 },
  { accounts: 25, organizations: 1 },
  { accounts: 29, organizations: 1 },
];

/** Every account of the cohort; those of one organization follow one another, the management account first. */
export function cohortAccounts(): Account[] {
  const prng = new Prng("accounts");
  const companies = prng.shuffled(
    COMPANY_FIRST.flatMap((first) => COMPANY_SECOND.map((second) => `${first}-${second}`)),
  );
  const company = () => companies.pop() ?? "";
  const newId = accountIds(prng);
  const sizes = ORGANIZATION_SIZES.flatMap(({ accounts, organizations }) =>
    Array<number>(organizations).fill(accounts),
  );
  const drafts = prng.shuffled(sizes).flatMap((size) => organization(prng, newId, company(), size));
  for (let index = 0; index < STANDALONE_ACCOUNTS; index += 1) {
    drafts.push(account(newId(), company(), undefined));
  }
  const counts = userCounts(new Prng("account sizes"), drafts);
  return drafts.map((draft, index) => ({ ...draft, userCount: counts[index] ?? 1 }));
}

type Draft = Omit<Account, "userCount">;

function organization(prng: Prng, newId: () => string, name: string, size: number): Draft[] {
  const orgId = `o-${prng.text(10, "abcdefghijklmnopqrstuvwxyz0123456789")}`;
  const managementId = newId();
  const management = account(managementId, name, { orgId, managementId, role: "management" });
  const members = Array.from({ length: size - 1 }, (_, index) => {
    const round = Math.floor(index / ENVIRONMENTS.length);
    const environment = ENVIRONMENTS[index % ENVIRONMENTS.length] ?? "";
    const memberName = `${name}-${environment}${round > 0 ? round + 1 : ""}`;
    return account(newId(), memberName, { orgId, managementId, role: "member" });
  });
  return [management, ...members];
}

function account(id: string, name: string, membership: Membership | undefined): Draft {
  const domain = membership === undefined ? "example.org" : "example.com";
  return { id, name, email: `aws+${name}@${domain}`, membership };
}

/** Twelve digits; the first six already tell accounts apart, so that shortened ids do not mislead. */
function accountIds(prng: Prng): () => string {
  const taken = new Set(["123456"]);
  return () => {
    let prefix = "";
    do prefix = String(10_000 + prng.below(990_000)).padStart(6, "0");
    while (taken.has(prefix));
    taken.add(prefix);
    return prefix + prng.text(6, "0123456789");
  };
}

/** Management accounts are for managing, so few people are let in; who has one account only has everybody in it. */
const CROWD = { management: 0.2, member: 1, standalone: 1.8 } as const;

/** Divides the users among the accounts: at least one each, most accounts few, some more than a hundred. */
function userCounts(prng: Prng, accounts: readonly Draft[]): number[] {
  const weights = accounts.map(
    ({ membership }) => CROWD[membership?.role ?? "standalone"] * (1 / (1.006 - prng.next()) - 0.7),
  );
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const counts = weights.map((weight) => 1 + Math.floor(((USERS - ACCOUNTS) * weight) / total));
  const missing = USERS - counts.reduce((sum, count) => sum + count, 0);
  return counts.map((count, index) => count + (index < missing ? 1 : 0));
}
