import type { Account } from "../accounts.js";
import { Prng } from "../prng.js";
import { CHOSEN, INVENTED, PUBLISHED, TRAITS } from "./counts.js";
import { regionsOf } from "./regions.js";
import { type Share, spread } from "./spread.js";
import { ownsOrganizationTrail } from "./trails.js";

/** What a Region of an account has, in numbers. */
export interface RegionPlan {
  readonly vpcs: number;
  readonly flowLogs: number;
  readonly groups: number;
  /** Groups that something uses, default ones among them. */
  readonly groupsInUse: number;
  /** Default groups that are in use and allow traffic. */
  readonly openDefaults: number;
  readonly openInUse: number;
  readonly openNotInUse: number;
  readonly customAcls: number;
  readonly closedAcls: number;
  readonly instances: number;
  readonly volumes: number;
  readonly unencryptedVolumes: number;
  readonly publicSnapshots: number;
  readonly databases: number;
  readonly publicDatabases: number;
  readonly clusters: number;
  readonly databaseSnapshots: number;
  readonly publicDatabaseSnapshots: number;
}

/** What an account has. */
export interface AccountPlan {
  readonly regions: Map<string, RegionPlan>;
  readonly buckets: number;
  readonly bucketsWithoutBlock: number;
  /** Of these: by a policy, and by an access list. */
  readonly publicBuckets: number;
  readonly listedBuckets: number;
  readonly bucketsWithHttp: number;
  readonly unencryptedBuckets: number;
  /** The account blocks public access to all its buckets. */
  readonly block: boolean;
  readonly passwordPolicy: boolean;
  readonly roles: number;
  readonly managedPolicies: number;
  /** Inline policies of roles. */
  readonly inlinePolicies: number;
  readonly trails: number;
}

interface Weighed {
  readonly account: Account;
  readonly size: number;
}

/** A Region of an account, and how much goes on in it. */
interface Place {
  readonly account: string;
  readonly region: string;
  readonly size: number;
}

/** Divides all that there is among the accounts and their Regions: few have very much of it. */
export function planAll(accounts: readonly Account[]): Map<string, AccountPlan> {
  const sizes = new Prng("sizes of accounts");
  const weighed = accounts.map((account) => ({ account, size: skewed(sizes) }));
  const places = weighed.flatMap(({ account, size }) => placesOf(account, size));
  const inRegions = regionPlans(places);
  const inAccounts = accountPlans(weighed);
  const plans = new Map<string, AccountPlan>();
  for (const [index, { id }] of accounts.entries()) {
    plans.set(id, { regions: new Map(), ...itemAt(inAccounts, index) });
  }
  for (const [index, { account, region }] of places.entries()) {
    plans.get(account)?.regions.set(region, itemAt(inRegions, index));
  }
  return plans;
}

/** What each of many lists has at a place. */
function itemAt<Item extends object>(lists: Lists<Item>, index: number): Item {
  return Object.fromEntries(
    Object.entries<readonly unknown[]>(lists).map(([name, list]) => [name, list[index]]),
  ) as Item;
}

/** Most are near 1, some in the hundreds. */
function skewed(prng: Prng): number {
  return 1 / (1.003 - prng.next());
}

function placesOf(account: Account, size: number): Place[] {
  const prng = new Prng(`places of ${account.id}`);
  return regionsOf(account).map((region, index) => {
    const draw = prng.next();
    return { account: account.id, region, size: size * (index === 0 ? 1 : 0.02 + 0.4 * draw * draw) };
  });
}

type Lists<Item> = { readonly [Name in keyof Item]: readonly Item[Name][] };

/** Numbers by place: each kind of thing is spread by the size of the place and a draw of its own. */
function regionPlans(places: readonly Place[]): Lists<RegionPlan> {
  const by = (
    label: string,
    total: number,
    limits: (index: number) => Omit<Share, "weight"> = () => ({}),
  ) => {
    const prng = new Prng(label);
    const shares = places.map(({ size }, index) => ({
      weight: size * (0.25 + prng.next()),
      ...limits(index),
    }));
    return spread(total, shares);
  };
  // Networks grow slower than what is in them.
  const slowly = (label: string, total: number, least: number) => {
    const prng = new Prng(label);
    const shares = places.map(({ size }) => ({
      weight: Math.sqrt(size) * (0.5 + prng.next()),
      least,
      most: 100,
    }));
    return spread(total, shares);
  };
  const vpcs = slowly("vpcs", INVENTED.vpcs, 1);
  const instances = by("instances", INVENTED.instances);
  const databases = by("databases", INVENTED.databases, () => ({ most: 600 }));
  const users = instances.map((number, index) => number + at(databases, index));
  const groups = by("groups", PUBLISHED.securityGroups, (index) => ({
    // The default one of each VPC, and one for what uses any.
    least: at(vpcs, index) + Math.min(1, at(users, index)),
  }));
  const own = groups.map((number, index) => number - at(vpcs, index));
  const openDefaults = partOf(
    "open default groups",
    PUBLISHED.openDefaultGroups,
    vpcs.map((number, index) => Math.min(number, at(instances, index))),
  );
  const inUse = spread(
    CHOSEN.groupsInUse - PUBLISHED.openDefaultGroups,
    own.map((number, index) => ({
      weight: number,
      least: Math.min(1, at(users, index)),
      // An instance has three at most, a database one.
      most: Math.min(number, 3 * at(instances, index) + at(databases, index)),
    })),
  );
  const notInUse = own.map((number, index) => number - at(inUse, index));
  const customAcls = slowly("network acls", TRAITS.customNetworkAcls, 0);
  const volumes = by("volumes", PUBLISHED.volumes, (index) => ({ least: at(instances, index) }));
  const databaseSnapshots = by("database snapshots", INVENTED.databaseSnapshots);
  return {
    vpcs,
    flowLogs: partOf("flow logs", TRAITS.flowLogs, vpcs),
    groups,
    groupsInUse: inUse.map((number, index) => number + at(openDefaults, index)),
    openDefaults,
    openInUse: partOf("open groups", CHOSEN.openGroupsInUse, inUse),
    openNotInUse: partOf("open groups not in use", TRAITS.openGroupsNotInUse, notInUse),
    customAcls,
    closedAcls: partOf("closed acls", PUBLISHED.networkAcls - PUBLISHED.openNetworkAcls, customAcls),
    instances,
    volumes,
    unencryptedVolumes: partOf("unencrypted volumes", CHOSEN.unencryptedVolumes, volumes),
    publicSnapshots: partOf("public snapshots", TRAITS.publicSnapshots, volumes),
    databases,
    publicDatabases: partOf("public databases", TRAITS.publicDatabases, databases),
    clusters: partOf("clusters", INVENTED.databaseClusters, databases),
    databaseSnapshots,
    publicDatabaseSnapshots: partOf(
      "public database snapshots",
      TRAITS.publicDatabaseSnapshots,
      databaseSnapshots,
    ),
  };
}

/** So many of the things in their places are something; in some places many of them are, in others few. */
function partOf(label: string, total: number, of: readonly number[]): number[] {
  const prng = new Prng(label);
  return spread(
    total,
    of.map((most) => {
      const draw = prng.next();
      return { weight: most * (0.02 + draw * draw), most };
    }),
  );
}

function accountPlans(weighed: readonly Weighed[]): Lists<Omit<AccountPlan, "regions">> {
  const by = (label: string, total: number, least: number, most: number) => {
    const prng = new Prng(label);
    const shares = weighed.map(({ size }) => ({ weight: size * (0.25 + prng.next()), least, most }));
    return spread(total, shares);
  };
  const some = (label: string, total: number) =>
    new Prng(label).shuffled(weighed.map((_, index) => index < total));
  const buckets = by("buckets", PUBLISHED.buckets, 0, 1000);
  const block = some("accounts that block", TRAITS.accountsWithBlock);
  const open = buckets.map((number, index) => (block[index] === true ? 0 : number));
  const withoutBlock = partOf("buckets without block", CHOSEN.bucketsWithoutBlock, open);
  const roles = by("roles", INVENTED.roles, 3, 1000);
  return {
    buckets,
    block,
    bucketsWithoutBlock: withoutBlock,
    publicBuckets: partOf("public buckets", TRAITS.publicBuckets, withoutBlock),
    listedBuckets: partOf("listed buckets", TRAITS.listedBuckets, withoutBlock),
    bucketsWithHttp: partOf("buckets with http", CHOSEN.bucketsWithHttp, buckets),
    unencryptedBuckets: partOf("unencrypted buckets", CHOSEN.unencryptedBuckets, buckets),
    passwordPolicy: some("password policies", INVENTED.passwordPolicies),
    roles,
    managedPolicies: by("policies", INVENTED.managedPolicies, 1, 1500),
    inlinePolicies: partOf("inline policies", INVENTED.inlinePolicies, roles),
    trails: spread(
      INVENTED.trails,
      // Each Region has five at most.
      weighed.map(({ account, size }) => ({
        weight: size,
        least: ownsOrganizationTrail(account) ? 1 : 0,
        most: 4,
      })),
    ),
  };
}

function at(numbers: readonly number[], index: number): number {
  return numbers[index] ?? 0;
}
