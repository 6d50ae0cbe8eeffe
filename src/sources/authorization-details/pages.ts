import { ACCOUNT_ID, type Arn, parseArn } from "../../model/arn.js";
import { defineTable, flag, text, time } from "../../model/table.js";
import type { At, AtAccount } from "../document.js";
import { type Evidence, keptBy } from "../evidence.js";
import type { AuthorizationDetails } from "./documents.js";

export const detailsAccounts = defineTable({
  name: "details_accounts",
  doc: "Lives only while a snapshot is made: accounts whose authorization details are there.",
  key: ["account_id"],
  columns: {
    account_id: text("12 digits"),
    whole: flag("all pages are there, and all that is in them can be read"),
    lists_users: flag("`--filter Role` gives none, which does not mean that there are none"),
    newest: time("newest creation date in them: they cannot be older"),
  },
});

/** What was read of an account. */
interface Pages {
  /** Every page but the last one says that another one follows. */
  last: boolean;
  users: boolean;
  newest: number;
}

const read = keptBy(() => ({
  accounts: new Map<string, Pages>(),
  /** The account of the last page in a file: a page of nothing but AWS's own policies names none. */
  ofFiles: new Map<string, string>(),
}));

/** The account a page is about: of the first ARN in it that names one, else of its folder, else of the page before. */
export function accountOfPage(
  page: AuthorizationDetails,
  { file, folder, evidence }: At,
): string | undefined {
  const { ofFiles } = read(evidence);
  const account = firstArn(page, ({ accountId }) => ACCOUNT_ID.test(accountId))?.accountId;
  const found = account ?? folder ?? ofFiles.get(file);
  if (found !== undefined) ofFiles.set(file, found);
  return found;
}

/** Notes that a page is there. */
export function addPage(page: AuthorizationDetails, { account, evidence }: AtAccount): void {
  const { accounts } = read(evidence);
  const pages = accounts.get(account) ?? { last: false, users: false, newest: 0 };
  accounts.set(account, pages);
  const { UserDetailList: users, GroupDetailList: groups, RoleDetailList: roles } = page;
  if (page.IsTruncated !== true && typeof page.NextToken !== "string") pages.last = true;
  if ((users?.good.length ?? 0) > 0) pages.users = true;
  for (const list of [users, groups, roles]) {
    for (const { CreateDate } of list?.good ?? []) pages.newest = Math.max(pages.newest, CreateDate ?? 0);
  }
  evidence.membership.seen(account, firstArn(page, () => true)?.partition);
}

/** When all pages were read: an account whose last page is missing has not all of them. */
export function settlePages(evidence: Evidence): void {
  for (const [account, { last, users, newest }] of read(evidence).accounts) {
    if (!last) {
      evidence.faulty(account, "authorization_details", "the last page is missing");
      evidence.problems.push({
        source: `account ${account}`,
        what: "the last page of the authorization details is missing",
        fix: "Fetch all pages: `aws iam get-account-authorization-details` does so unless --no-paginate is given.",
      });
    }
    const fault = evidence.of(account, "authorization_details").get("")?.fault;
    const row = { account_id: account, whole: fault === undefined, lists_users: users, newest };
    evidence.rows.add(detailsAccounts, row);
  }
}

function firstArn(page: AuthorizationDetails, fits: (arn: Arn) => boolean): Arn | undefined {
  for (const list of [page.UserDetailList, page.GroupDetailList, page.RoleDetailList, page.Policies]) {
    for (const { Arn } of list?.good ?? []) {
      const arn = parseArn(Arn);
      if (arn !== undefined && fits(arn)) return arn;
    }
  }
  return undefined;
}
