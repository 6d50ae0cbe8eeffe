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
  roles: 30_923,
  policies: 15_011,
  vpcs: 14_937,
  flowLogs: 2_718,
  instances: 88_412,
  databases: 9_846,
  databaseClusters: 1_274,
  trails: 1_387,
  databaseSnapshots: 11_908,
  /** What is left of the 650,000. */
  snapshots: 214_302,
  // How they are.
  openGroupsNotInUse: 712,
  customNetworkAcls: 1_122,
  accountsWithBlock: 167,
  publicBuckets: 583,
  /** By an access list; among those without a block, as the others. */
  listedBuckets: 391,
  publicDatabases: 412,
  publicSnapshots: 96,
} as const;
