import {
  type Account,
  DescribeOrganizationCommand,
  ListAccountsCommand,
  ListRootsCommand,
  type Organization,
  type Root,
} from "@aws-sdk/client-organizations";
import { allPages } from "../../aws/all-pages.js";
import type { AwsClients } from "../../aws/aws-clients.js";
import { parseArn } from "../../model/arn.js";
import { ORGANIZATION_ID } from "../../model/organization-collection.js";
import { ask, type Piece, piece } from "./ask.js";
import { type OrganizationTree, walkTree } from "./organization-tree.js";
import { present } from "./present.js";

/** An organization as far as it could be read, before its policies. */
export interface DiscoveredOrganization {
  readonly orgId: string;
  readonly managementAccountId: string | undefined;
  readonly partition: string | undefined;
  readonly organization: Piece<Organization>;
  readonly accounts: Piece<readonly Account[]>;
  readonly roots: Piece<readonly Root[]>;
  /** Walking the tree takes a while and most runs need no more than the list of accounts to begin: it is on its way. */
  readonly tree: Promise<Piece<OrganizationTree>>;
}

/**
 * Reads what an organization is and which accounts it has: from its management account or a delegated administrator.
 * What is refused is a piece with its reason. undefined: the account is in no organization, or that may not be known.
 *
 * @throws UserError when AWS does not take the credentials
 * @see https://docs.aws.amazon.com/organizations/latest/APIReference/API_DescribeOrganization.html
 */
export async function discoverOrganization(clients: AwsClients): Promise<DiscoveredOrganization | undefined> {
  const organization = await piece(() => describe(clients));
  if (!organization.ok && organization.code === "AWSOrganizationsNotInUse") return undefined;
  const [accounts, roots] = await Promise.all([
    piece(() => listAccounts(clients)),
    piece(() => listRoots(clients)),
  ]);
  const arn =
    (organization.ok ? organization.value.Arn : undefined) ??
    (accounts.ok ? accounts.value[0]?.Arn : undefined) ??
    (roots.ok ? roots.value[0]?.Arn : undefined);
  const parsed = parseArn(arn ?? "");
  const orgId =
    (organization.ok ? organization.value.Id : undefined) ??
    parsed?.resource.split("/").find((part) => ORGANIZATION_ID.test(part));
  // The id becomes the name of a folder.
  if (orgId === undefined || !ORGANIZATION_ID.test(orgId)) return undefined;
  return {
    orgId,
    managementAccountId: parsed?.accountId,
    partition: parsed?.partition,
    organization,
    accounts,
    roots,
    tree: roots.ok ? walkBelow(clients, roots.value) : Promise.resolve(roots),
  };
}

function walkBelow(clients: AwsClients, roots: readonly Root[]): Promise<Piece<OrganizationTree>> {
  const ids = roots.map(({ Id }) => present(Id, "Id"));
  const tree = piece(() => walkTree(clients, ids));
  // Whoever waits for it hears of its failure; until then nobody does.
  tree.catch(() => undefined);
  return tree;
}

function describe(clients: AwsClients): Promise<Organization> {
  return ask(clients, "organizations:DescribeOrganization", async () => {
    const { Organization } = await clients.organizations.send(new DescribeOrganizationCommand({}));
    // Nobody needs the address of the management account.
    const { MasterAccountEmail: _, ...rest } = present(Organization, "Organization");
    return rest;
  });
}

function listAccounts(clients: AwsClients): Promise<Account[]> {
  return ask(clients, "organizations:ListAccounts", async () => {
    const pages = await allPages(
      (NextToken) => clients.organizations.send(new ListAccountsCommand({ NextToken })),
      (page) => page.NextToken,
    );
    return pages
      .flatMap((page) => present(page.Accounts, "Accounts"))
      .map(({ Email: _, ...account }) => account)
      .sort((a, b) => ((a.Id ?? "") < (b.Id ?? "") ? -1 : 1));
  });
}

function listRoots(clients: AwsClients): Promise<Root[]> {
  return ask(clients, "organizations:ListRoots", async () => {
    const pages = await allPages(
      (NextToken) => clients.organizations.send(new ListRootsCommand({ NextToken })),
      (page) => page.NextToken,
    );
    return pages.flatMap((page) => present(page.Roots, "Roots"));
  });
}
