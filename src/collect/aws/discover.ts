import { ListTagsForResourceCommand } from "@aws-sdk/client-organizations";
import type { AwsClients } from "../../aws/aws-clients.js";
import { inParallel } from "../../aws/in-parallel.js";
import { UserError } from "../../model/user-error.js";
import { askForAll, piece } from "../../sources/organization/ask.js";
import type { DiscoveredOrganization } from "../../sources/organization/context.js";
import { discoverOrganization } from "../../sources/organization/discover.js";
import { accountOfRole, roleArn } from "./access.js";
import type { Base, Bases } from "./bases.js";
import type { CollectPlan, OrganizationPlan, StandalonePlan } from "./plan.js";
import type { AccountTarget } from "./run-file.js";
import { needsTags } from "./select.js";
import { type AccountTags, organizationTargets } from "./targets.js";

/** An organization that was found, who reads it, and who of it is left out. */
export interface FoundOrganization {
  readonly plan: OrganizationPlan;
  readonly base: Base;
  readonly found: DiscoveredOrganization;
  readonly leftOut: ReadonlySet<string>;
}

export interface Discovery {
  readonly organizations: readonly FoundOrganization[];
  readonly targets: readonly AccountTarget[];
  readonly notes: readonly string[];
}

const SESSION_NAME = "iamspect";
/** AWS grants ten a second. */
const TAGS_AT_A_TIME = 10;

/**
 * Finds what a plan means: organizations with their accounts, and accounts by themselves.
 *
 * @throws UserError when credentials do not work, or what was asked for cannot be told apart
 */
export async function discover(plan: CollectPlan, bases: Bases, stop: AbortSignal): Promise<Discovery> {
  const targets = new Map<string, AccountTarget>();
  const organizations: FoundOrganization[] = [];
  const notes: string[] = [];
  for (const each of plan.organizations) {
    const base = await bases.of(each.profile, each.region);
    const { clients } = base;
    const reader = clients.as({ caller: clients.caller, calls: clients.calls, signal: stop });
    const found = await discoverOrganization(reader);
    if (found === undefined) {
      const target = itself(each, base);
      targets.set(target.account_id, target);
      notes.push(`Account ${target.account_id} tells of no organization: it is collected by itself.`);
      continue;
    }
    const tags = await tagsFor(each, reader, found);
    const chosen = await organizationTargets(each, found, base.identity, tags);
    organizations.push({ plan: each, base, found, leftOut: chosen.leftOut });
    for (const target of chosen.targets) targets.set(target.account_id, target);
    if (chosen.leftOut.size > 0) {
      notes.push(`${chosen.leftOut.size} accounts of ${found.orgId} are left out, as was asked.`);
    }
  }
  for (const each of plan.accounts) {
    const target = await standaloneTarget(each, bases, targets);
    targets.set(target.account_id, target);
  }
  const sorted = [...targets.values()].sort((a, b) => (a.account_id < b.account_id ? -1 : 1));
  return { organizations, targets: sorted, notes };
}

/** The account of the credentials at hand, which says itself what it belongs to. */
function itself({ full, profile, region, regions }: OrganizationPlan, { identity }: Base): AccountTarget {
  return {
    account_id: identity.accountId,
    partition: identity.partition,
    ...(profile !== undefined && { profile }),
    ...(region !== undefined && { region }),
    session_name: SESSION_NAME,
    membership: "account",
    assume_root: false,
    full,
    ...(regions !== undefined && { regions }),
  };
}

/** An account that was named by itself; where an organization has it too, only its access differs. */
async function standaloneTarget(
  plan: StandalonePlan,
  bases: Bases,
  known: ReadonlyMap<string, AccountTarget>,
): Promise<AccountTarget> {
  const named = plan.account_id ?? accountOfRole(plan.role);
  // Without a name only AWS can tell which account a profile belongs to.
  const base = await bases.of(plan.profile, plan.region).catch((error: unknown) => {
    if (named === undefined || !(error instanceof UserError)) throw error;
    return undefined;
  });
  const accountId = named ?? base?.identity.accountId ?? "";
  const partition = base?.identity.partition ?? "aws";
  const arn = plan.role === undefined ? undefined : roleArn(plan.role, accountId, partition);
  return {
    account_id: accountId,
    partition,
    ...(plan.profile !== undefined && { profile: plan.profile }),
    ...(plan.region !== undefined && { region: plan.region }),
    ...(arn !== undefined && { role_arn: arn }),
    ...(plan.external_id !== undefined && { external_id: plan.external_id }),
    session_name: plan.session_name ?? SESSION_NAME,
    membership: known.get(accountId)?.membership ?? "account",
    assume_root: false,
    full: plan.full,
    ...(plan.regions !== undefined && { regions: plan.regions }),
  };
}

/** The tags of the accounts, where a selector is about tags. */
async function tagsFor(
  plan: OrganizationPlan,
  clients: AwsClients,
  { accounts }: DiscoveredOrganization,
): Promise<AccountTags> {
  const selectors = [...plan.include, ...plan.exclude, ...plan.overrides.flatMap((each) => each.accounts)];
  if (!needsTags(selectors) || !accounts.ok) return new Map();
  const ids = accounts.value.flatMap(({ Id }) => (Id === undefined ? [] : [Id]));
  const tags = await piece(() =>
    inParallel(ids, TAGS_AT_A_TIME, async (id) => [id, await tagsOf(clients, id)] as const),
  );
  if (tags.ok) return new Map(tags.value);
  throw new UserError({
    code: "cannot_select",
    what: "The accounts with the tags that were asked for are not known.",
    why: `${tags.coverage.detail} (${tags.coverage.status}).`,
    fix: "Allow organizations:ListTagsForResource, or choose accounts by their ids or units.",
    exitCode: 1,
  });
}

async function tagsOf(clients: AwsClients, ResourceId: string): Promise<Map<string, string>> {
  const tags = await askForAll(clients, "organizations:ListTagsForResource", "Tags", (NextToken) =>
    clients.organizations.send(new ListTagsForResourceCommand({ ResourceId, NextToken })),
  );
  return new Map(tags.map(({ Key, Value }) => [Key ?? "", Value ?? ""]));
}
