import { type Account, cohortAccounts } from "./accounts.js";
import { byOrganization } from "./by-organization.js";
import type { DatedUser, UserKind } from "./dated-user.js";
import { ageOf } from "./dates.js";
import { withDevices } from "./devices.js";
import { homeOf } from "./home.js";
import { type Joining, joinings } from "./joining.js";
import { AccountNames, userPath } from "./names.js";
import { drawGrants, type Grants } from "./permissions.js";
import { placeGroups } from "./placement.js";
import { Prng } from "./prng.js";
import { type RootUser, rootUsers } from "./roots.js";
import { ACCOUNTS, PERMISSION_COUNTS, USERS } from "./totals.js";
import { uniqueId } from "./unique-id.js";
import { userGroups } from "./users.js";
import { pickTime } from "./working-time.js";

/** An IAM user with name, ARN and permissions. */
export interface CohortUser {
  readonly dated: DatedUser;
  readonly name: string;
  readonly path: string;
  readonly arn: string;
  readonly grants: Grants;
  /** Its unique id, `AIDA...`. */
  readonly id: string;
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
  const users = datedUsers(accounts);
  const created = creations(accounts, users);
  const createdAt = ({ id }: Account) => found(created.get(id));
  const roots = rootUsers(
    accounts.map((account) => ({ created: createdAt(account), zone: homeOf(account).zone })),
  );
  const joined = allJoinings(accounts, created);
  const without = flags("support", ACCOUNTS, PERMISSION_COUNTS.accountsWithoutSupportAccess);
  const grant = granter();
  return accounts.map((account, index) => ({
    ...account,
    created: createdAt(account),
    root: found(roots[index]),
    users: namedUsers(account, users(account), grant),
    support: without[index] === false,
    joining: joined.get(account.id),
  }));
}

type Users = (account: Account) => readonly DatedUser[];

function datedUsers(accounts: readonly Account[]): Users {
  const placed = placeGroups(accounts, userGroups());
  const made = new Map(
    accounts.map((account) => {
      const { zone } = homeOf(account);
      return [account.id, found(placed.get(account.id)).flatMap((group) => group.make(zone))];
    }),
  );
  const users = withDevices(accounts, ({ id }) => found(made.get(id)));
  return ({ id }) => found(users.get(id));
}

/** An account is older than its first user. */
function creations(accounts: readonly Account[], users: Users) {
  const prng = new Prng("account ages");
  return new Map(
    accounts.map((account) => {
      const eldest = Math.max(...users(account).map((user) => ageOf(user.created)));
      return [account.id, found(pickTime(prng, eldest + 0.3, eldest + 300, homeOf(account).zone))];
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
  grant: (prng: Prng, kind: UserKind, name: string) => Grants,
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
      grants: grant(prng, user.kind, name),
      id: uniqueId("AIDA", prng),
    };
  });
  return named.sort((left, right) => (left.name.toLowerCase() < right.name.toLowerCase() ? -1 : 1));
}

/** Gives grants to users one after another, such that the published numbers have policies of their own. */
function granter(): (prng: Prng, kind: UserKind, name: string) => Grants {
  const attached = flags("attached", USERS, PERMISSION_COUNTS.usersWithAttachedPolicies);
  const inline = flags("inline", USERS, PERMISSION_COUNTS.usersWithInlinePolicies);
  let next = 0;
  return (prng, kind, name) => {
    const index = next;
    next += 1;
    return drawGrants(prng, { kind, name }, attached[index] === true, inline[index] === true);
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
