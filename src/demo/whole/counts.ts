/**
 * How many there are of each thing in the demonstration of whole accounts. This is the only place where numbers are chosen;
 * docs/demo.md says them again, and a test asks for each of them.
 *
 * Published by Netskope in 2021 (benchmarks/published-figures.yaml says where); the users are those of `totals.ts`.
 */
export const PUBLISHED = {
  buckets: 26_228,
  volumes: 132_912,
  securityGroups: 59_361,
  networkAcls: 16_059,
  /** Network ACLs that let everybody reach a port of administrators. */
  openNetworkAcls: 15_778,
  /** Default security groups that are in use and allow traffic. */
  openDefaultGroups: 609,
} as const;

/**
 * Published as "more than" a percentage, or as a percentage alone; the count that stands for it is chosen: more than 58 % and
 * 88 % of buckets, more than 40 % of buckets and volumes together, 4 % of the security groups in use.
 */
export const CHOSEN = {
  bucketsWithoutBlock: 15_402,
  bucketsWithHttp: 23_214,
  unencryptedBuckets: 9_214,
  unencryptedVolumes: 56_331,
  groupsInUse: 40_825,
  /** 4.0 % of those in use. */
  openGroupsInUse: 1_633,
} as const;

/** Invented: nobody published how many of them the 650,000 entities were. */
export const INVENTED = {
  /** Accounts with a password policy of their own. */
  passwordPolicies: 689,
  /** Roles and policies beside those of the plain demonstration, which has 77 and 6,989. */
  roles: 101_309,
  managedPolicies: 52_003,
  inlinePolicies: 35_876,
  vpcs: 14_937,
  instances: 117_204,
  databases: 24_816,
  databaseClusters: 3_942,
  databaseSnapshots: 38_417,
  trails: 2_214,
} as const;

/** Invented, and not among the 650,000: how the things are, and what says so. */
export const TRAITS = {
  flowLogs: 2_718,
  openGroupsNotInUse: 712,
  customNetworkAcls: 1_122,
  accountsWithBlock: 167,
  publicBuckets: 583,
  /** By an access list; among those without a block, as the others. */
  listedBuckets: 391,
  publicDatabases: 614,
  /** Snapshots that everybody may restore. */
  publicSnapshots: 96,
  publicDatabaseSnapshots: 41,
} as const;
