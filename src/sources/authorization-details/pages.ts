import { ACCOUNT_ID, type Arn, parseArn } from "../../model/arn.js";
import { parseTime } from "../../model/time.js";
import type { At, AtAccount } from "../document.js";
import { type Evidence, keptBy } from "../evidence.js";
import { MOMENT, TRUTH, WORDS, workTable } from "../table-rows.js";

const KIND = "authorization_details";

/** Accounts whose details are there; whole: all pages are, and all that is in them can be read. */
export const detailsAccounts = workTable("details_accounts", {
  account_id: WORDS,
  whole: TRUTH,
  lists_users: TRUTH,
  newest: MOMENT,
});

/** What was read of an account. */
class Pages {
  /** Every page but the last one says that another one follows. */
  last = false;
  /** `--filter Role` gives no users, which does not mean that there are none. */
  users = false;
  /** The newest creation date in them: they cannot be older. */
  newest = 0;
}

const read = keptBy(() => ({
  accounts: new Map<string, Pages>(),
  /** The account of the last page in a file: a page of nothing but AWS's own policies names none. */
  ofFiles: new Map<string, string>(),
}));

export function pagesOf({ evidence, account }: AtAccount): Pages {
  const { accounts } = read(evidence);
  const pages = accounts.get(account) ?? new Pages();
  accounts.set(account, pages);
  return pages;
}

/** The account a page is about: of the first ARN in it that names one, else of its folder, else of the page before. */
export function accountOfPage(page: object, { file, folder, evidence }: At): string | undefined {
  const { ofFiles } = read(evidence);
  const arn = firstArn(page);
  const found = arn?.accountId ?? folder ?? ofFiles.get(file);
  if (found === undefined) return undefined;
  ofFiles.set(file, found);
  evidence.membership.seen(found, arn?.partition);
  return found;
}

/** When all pages were read: an account whose last page is missing has not all of them. */
export function settlePages(evidence: Evidence): void {
  for (const [account, { last, users, newest }] of read(evidence).accounts) {
    if (!last) {
      evidence.faulty(account, KIND, "the last page is missing");
      evidence.problems.push({
        source: `account ${account}`,
        what: "the last page of the authorization details is missing",
        fix: "Fetch all pages: `aws iam get-account-authorization-details` does so unless --no-paginate is given.",
      });
    }
    const lost = evidence.of(account, KIND).get("")?.fault !== undefined;
    if (!users && !lost && listsNoUsers(evidence, account)) {
      evidence.faulty(account, KIND, "they list no user, the credential report does");
      evidence.problems.push({
        source: `account ${account}`,
        what: "the authorization details list no user, but the credential report does",
        fix: "Fetch them again with users: without --filter, or with User among its values.",
      });
    }
    const fault = evidence.of(account, KIND).get("")?.fault;
    const row = { account_id: account, whole: fault === undefined, lists_users: users, newest };
    evidence.rows.add(detailsAccounts, row);
  }
}

/** Details without a user mean that there is none only where they are known to be newer than a report that has some. */
function listsNoUsers(evidence: Evidence, account: string): boolean {
  const { usersReported, collections } = evidence;
  if (!usersReported.has(account)) return false;
  const recorded = collections.get(account)?.evidence.find(({ kind }) => kind === KIND);
  const collectedAt = recorded === undefined ? undefined : parseTime(recorded.collected_at);
  const generatedAt = usersReported.get(account);
  return collectedAt === undefined || generatedAt === undefined || collectedAt < generatedAt;
}

function firstArn(page: object): Arn | undefined {
  for (const member of ["UserDetailList", "GroupDetailList", "RoleDetailList", "Policies"]) {
    const list: unknown = Reflect.get(page, member);
    for (const one of Array.isArray(list) ? list : []) {
      const arn = parseArn(String(Object(one).Arn));
      if (arn !== undefined && ACCOUNT_ID.test(arn.accountId)) return arn;
    }
  }
  return undefined;
}
