import { type Account, cohortAccounts } from "./accounts.js";
import { byOrganization } from "./by-organization.js";
import type { DatedUser } from "./dated-user.js";
import { ageOf, pickAge, timeAtAge } from "./dates.js";
import { type Joining, joinings } from "./joining.js";
import { AccountNames, userPath } from "./names.js";
import { drawGrants, type Grants } from "./permissions.js";
import { placeUsers } from "./placement.js";
import { Prng } from "./prng.js";
import { type RootUser, rootUsers } from "./roots.js";
import { ACCOUNTS, PERMISSION_COUNTS, USERS } from "./totals.js";
import { userGroups } from "./users.js";

/** An IAM user with name, ARN and permissions. */
export interface CohortUser {
  readonly dated: DatedUser;
  readonly name: string;
  readonly path: string;
  readonly arn: string;
  readonly grants: Grants;
  /** Its unique id, `AIDA...`, where that is settled; else it is drawn when it is written. */
  readonly id?: string | undefined;
}

/** An account with everything in it. */
export interface CohortAccount extends Account {
  /** Epoch seconds. */
  readonly created: number;
  readonly root: RootUser;
  /** Sorted by name without regard to case, as the credential report sorts them. */
  readonly users: readonly CohortUser[];
  /** Something in the account has the policy AWSSupportAccess. */
  readonly support: boolean;
  readonly joining: Joining | undefined;
}

/** The whole demonstration cohort, the same at every call. */
export function buildCohort(): CohortAccount[] {
  const accounts = cohortAccounts();
  const placed = placeUsers(accounts, userGroups());
  const users = (account: Account) => placed.get(account.id) ?? [];
  const created = creations(accounts, users);
  const roots = rootUsers(accounts.map((account) => created.get(account.id) ?? 0));
  const joined = allJoinings(accounts, created);
  const without = flags("support", ACCOUNTS, PERMISSION_COUNTS.accountsWithoutSupportAccess);
  const grant = granter();
  return accounts.map((account, index) => ({
    ...account,
    created: created.get(account.id) ?? 0,
    root: found(roots[index]),
    users: namedUsers(account, users(account), grant),
    support: without[index] === false,
    joining: joined.get(account.id),
  }));
}

/** An account is older than its first user. */
function creations(accounts: readonly Account[], users: (account: Account) => readonly DatedUser[]) {
  const prng = new Prng("account ages");
  return new Map(
    accounts.map((account) => {
      const eldest = Math.max(...users(account).map((user) => ageOf(user.created)));
      return [account.id, timeAtAge(found(pickAge(prng, eldest + 0.3, eldest + 300)))];
    }),
  );
}

function allJoinings(
  accounts: readonly Account[],
  created: ReadonlyMap<string, number>,
): Map<string, Joining> {
  const organizations = [...byOrganization(accounts).values()];
  return new Map(organizations.flatMap((each) => [...joinings(each, created)]));
}

function namedUsers(
  account: Account,
  users: readonly DatedUser[],
  grant: (prng: Prng, user: DatedUser) => Grants,
): CohortUser[] {
  const prng = new Prng(`users of ${account.id}`);
  const names = new AccountNames(prng);
  const named = users.map((user) => {
    const [name, path] = [names.next(user.kind), userPath(prng, user.kind)];
    return {
      dated: user,
      name,
      path,
      arn: `arn:aws:iam::${account.id}:user${path}${name}`,
      grants: grant(prng, user),
    };
  });
  return named.sort((left, right) => (left.name.toLowerCase() < right.name.toLowerCase() ? -1 : 1));
}

/** Gives grants to users one after another, such that the published numbers have policies of their own. */
function granter(): (prng: Prng, user: DatedUser) => Grants {
  const attached = flags("attached", USERS, PERMISSION_COUNTS.usersWithAttachedPolicies);
  const inline = flags("inline", USERS, PERMISSION_COUNTS.usersWithInlinePolicies);
  let next = 0;
  return (prng, user) => {
    const index = next;
    next += 1;
    return drawGrants(prng, user.kind, attached[index] === true, inline[index] === true);
  };
}

/** `total` flags, `set` of them true. */
function flags(label: string, total: number, set: number): boolean[] {
  return new Prng(label).shuffled(Array.from({ length: total }, (_, index) => index < set));
}

function found<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("demo: something of the cohort is missing");
  return value;
}
