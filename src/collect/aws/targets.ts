import type { FailedCoverage } from "../../aws/coverage-of.js";
import { ACCOUNT_ID } from "../../model/arn.js";
import { UserError } from "../../model/user-error.js";
import type { Piece } from "../../sources/organization/ask.js";
import type { DiscoveredOrganization, OrganizationTree } from "../../sources/organization/context.js";
import { accountAccess } from "./access.js";
import type { OrganizationPlan } from "./plan.js";
import type { AccountTarget } from "./run-file.js";
import { isChosen, type SelectableAccount, selects } from "./select.js";

export type AccountTags = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** Who reads an organization: the account of the credentials at hand. */
interface Reader {
  readonly accountId: string;
  readonly partition: string;
}

/** The accounts of an organization that are to be read, and the ids of those that were left out on request. */
export async function organizationTargets(
  plan: OrganizationPlan,
  found: DiscoveredOrganization,
  reader: Reader,
  tags: AccountTags,
): Promise<{ readonly targets: AccountTarget[]; readonly leftOut: Set<string> }> {
  const byUnit = unitSelector(plan);
  // The tree takes its time, and a run that needs no more than the list of accounts does not wait for it.
  const tree = byUnit === undefined && found.accounts.ok ? undefined : await found.tree;
  if (byUnit !== undefined && tree?.ok === false) throw unknownUnit(byUnit, tree.coverage);
  const accounts = knownAccounts(plan, found.accounts, tree, reader);
  const selectable = selectables(tree?.ok === true ? tree.value : undefined, tags);
  const targets: AccountTarget[] = [];
  const leftOut = new Set<string>();
  for (const { accountId, state } of accounts) {
    const account = selectable(accountId);
    if (isChosen(account, plan.include, plan.exclude))
      targets.push(target(plan, found, reader, account, state));
    else if (accountId === found.managementAccountId) {
      // What is known of the organization names it, so it is listed in any case.
      targets.push({
        ...target(plan, found, reader, account, state),
        skip: "not asked: left out on request",
      });
    } else leftOut.add(accountId);
  }
  return { targets, leftOut };
}

function target(
  plan: OrganizationPlan,
  found: DiscoveredOrganization,
  reader: Reader,
  account: SelectableAccount,
  state: string,
): AccountTarget {
  const { accountId } = account;
  const overrides = plan.overrides.filter(({ accounts }) => accounts.some((one) => selects(one, account)));
  const partition = found.partition ?? reader.partition;
  const access = accountAccess(accountId, partition, plan, overrides);
  // The account of the credentials at hand needs no role, unless it was given one of its own.
  const itself = accountId === reader.accountId && overrides.every(({ role, profile }) => !role && !profile);
  return {
    account_id: accountId,
    partition,
    ...(access.profile !== undefined && { profile: access.profile }),
    ...(access.region !== undefined && { region: access.region }),
    ...(access.roleArn !== undefined && !itself && { role_arn: access.roleArn }),
    ...(access.externalId !== undefined && { external_id: access.externalId }),
    session_name: access.sessionName,
    // Where the list of accounts was refused, the account itself must say what it is in.
    membership: found.accounts.ok ? "organization" : "account",
    full: plan.full,
    ...(plan.regions !== undefined && { regions: plan.regions }),
    assume_root: plan.assume_root && accountId !== found.managementAccountId,
    ...(state !== "ACTIVE" && { skip: `not asked: the account is ${state} in AWS Organizations` }),
  };
}

/** Where the list is refused: the account at hand, and those that were named. */
function knownAccounts(
  plan: OrganizationPlan,
  accounts: DiscoveredOrganization["accounts"],
  tree: Piece<OrganizationTree> | undefined,
  reader: Reader,
): { accountId: string; state: string }[] {
  const listed = accounts.ok
    ? accounts.value
    : tree?.ok
      ? tree.value.accounts.map(({ account }) => account)
      : [];
  const states = new Map(
    listed.flatMap(({ Id, State, Status }) =>
      Id !== undefined && ACCOUNT_ID.test(Id) ? [[Id, State ?? Status ?? "ACTIVE"] as const] : [],
    ),
  );
  if (!accounts.ok && !tree?.ok) {
    for (const id of [reader.accountId, ...plan.include]) if (ACCOUNT_ID.test(id)) states.set(id, "ACTIVE");
  }
  return [...states].map(([accountId, state]) => ({ accountId, state })).sort(byAccount);
}

/** Looks up where an account lies and which tags it has. */
function selectables(tree: OrganizationTree | undefined, tags: AccountTags) {
  const units = new Map(tree?.units.map((unit) => [unit.Id ?? "", unit]));
  const parents = new Map(tree?.accounts.map(({ account, parentId }) => [account.Id ?? "", parentId]));
  return (accountId: string): SelectableAccount => {
    const ids: string[] = [];
    const names: string[] = [];
    for (let id = parents.get(accountId); id !== undefined && !ids.includes(id); ) {
      ids.push(id);
      const unit = units.get(id);
      if (unit !== undefined) names.unshift(unit.Name ?? unit.Id ?? "");
      id = unit?.ParentId;
    }
    const ouPath = ids.length === 0 ? undefined : `/${names.join("/")}`;
    return { accountId, ouPath, parentIds: ids, tags: tags.get(accountId) ?? new Map() };
  };
}

function unitSelector(plan: OrganizationPlan): string | undefined {
  const selectors = [...plan.include, ...plan.exclude, ...plan.overrides.flatMap(({ accounts }) => accounts)];
  return selectors.find((selector) => selector.startsWith("ou:"));
}

/** Without the tree nobody knows whom `ou:` means: leaving accounts out by mistake must not look like an audit. */
function unknownUnit(selector: string, { status, detail }: FailedCoverage): UserError {
  return new UserError({
    code: "cannot_select",
    what: `The accounts of ${selector} are not known.`,
    why: `The organization's tree could not be read: ${detail} (${status}).`,
    fix: "Allow it to these credentials, or choose accounts by their ids.",
    exitCode: 1,
  });
}

function byAccount(a: { accountId: string }, b: { accountId: string }): number {
  return a.accountId < b.accountId ? -1 : 1;
}
