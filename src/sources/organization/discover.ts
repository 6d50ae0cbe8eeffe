import {
  type Account,
  DescribeOrganizationCommand,
  ListAccountsCommand,
  ListRootsCommand,
  type Organization,
  type Root,
} from "@aws-sdk/client-organizations";
import type { AwsClients } from "../../aws/aws-clients.js";
import { present } from "../../aws/present.js";
import { parseArn } from "../../model/arn.js";
import { ORGANIZATION_ID } from "../../model/organization-collection.js";
import { ask, askForAll, byId, type Piece, piece } from "./ask.js";
import type { DiscoveredOrganization, OrganizationTree } from "./context.js";
import { withoutAddress } from "./described.js";
import { walkTree } from "./walk-tree.js";

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
  return ask(clients, "organizations:DescribeOrganization", async () =>
    withoutAddress(await clients.organizations.send(new DescribeOrganizationCommand({}))),
  );
}

async function listAccounts(clients: AwsClients): Promise<Account[]> {
  const accounts = await askForAll(clients, "organizations:ListAccounts", "Accounts", (NextToken) =>
    clients.organizations.send(new ListAccountsCommand({ NextToken })),
  );
  return accounts.map(({ Email: _, ...account }) => account).sort(byId(({ Id }) => Id));
}

function listRoots(clients: AwsClients): Promise<Root[]> {
  return askForAll(clients, "organizations:ListRoots", "Roots", (NextToken) =>
    clients.organizations.send(new ListRootsCommand({ NextToken })),
  );
}
