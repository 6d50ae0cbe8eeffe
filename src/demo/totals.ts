/** Users and accounts of the published cohort. */
export const USERS = 12_478;
export const ACCOUNTS = 1_143;
export const STANDALONE_ACCOUNTS = 178;
/** Console users without an MFA device in accounts in which no service control policy can enforce MFA. */
export const STANDALONE_WITHOUT_DEVICE = 773;

/**
 * Accounts by what their root user does; they round to the published 3 %, 4 % and 8.5 % of 1,143 accounts
 * (Netskope, root accounts, 22 April 2021).
 */
export const ROOT_COUNTS = { usedWithin7Days: 34, withAccessKeys: 46, withoutMfa: 97 } as const;

/**
 * How permissions are given (Netskope, IAM policies, 19 May 2021): users with inline policies (11.2 %), users with
 * directly attached managed policies (47 %), accounts where nothing has AWSSupportAccess (67.3 %).
 */
export const PERMISSION_COUNTS = {
  usersWithInlinePolicies: 1_401,
  usersWithAttachedPolicies: 5_886,
  accountsWithoutSupportAccess: 769,
} as const;
