import type { Member } from "../analyse/share/members.js";
import { UserError } from "../model/user-error.js";
import { plainText, quoted } from "../report/text.js";

const MOST_NAMED = 5;
/** What people call the accounts of which it is not known whether they are in an organization. */
const NOT_KNOWN = "unknown";
/** All standalone accounts together, as one organization. */
const STANDALONE = "standalone";

/** Whose figures are shared. Throws a `UserError` where there are several and none was chosen. */
export function chooseOrganizations(
  members: readonly Member[],
  { all, organization }: { readonly all: boolean; readonly organization: string | undefined },
): readonly Member[] {
  if (all) return members;
  if (organization !== undefined) {
    const chosen =
      organization === STANDALONE
        ? together(members.filter(({ standaloneAccounts }) => standaloneAccounts > 0))
        : members.filter(({ key }) => (key === "" ? NOT_KNOWN : key) === organization);
    if (chosen.length > 0) return chosen;
    throw new UserError({
      code: "no_organization",
      what: `The snapshot has no organization or standalone account ${quoted(plainText(organization))}.`,
      fix: members.length === 0 ? "It has no accounts at all." : `It has: ${names(members)}.`,
    });
  }
  if (members.length === 1) return members;
  throw new UserError({
    code: "many_organizations",
    what:
      members.length === 0
        ? "The snapshot has no accounts, so there is nothing to share."
        : `The snapshot has ${members.length} organizations and standalone accounts: ${names(members)}.`,
    why: "A shared file holds the figures of one.",
    fix: "Choose one with --organization ID, or write a file for each: --all --out DIR.",
  });
}

function together(members: readonly Member[]): Member[] {
  if (members.length === 0) return [];
  const sum = (count: (member: Member) => number) => members.reduce((all, member) => all + count(member), 0);
  return [
    {
      key: STANDALONE,
      accounts: members.flatMap(({ accounts }) => accounts),
      standaloneAccounts: sum((member) => member.standaloneAccounts),
      users: sum(({ users }) => users),
    },
  ];
}

function names(members: readonly Member[]): string {
  const shown = members.slice(0, MOST_NAMED).map(({ key }) => (key === "" ? NOT_KNOWN : plainText(key)));
  const more = members.length - shown.length;
  return more > 0 ? `${shown.join(", ")} and ${more} more` : shown.join(", ");
}
