import {
  type Account,
  ListAccountsForParentCommand,
  ListOrganizationalUnitsForParentCommand,
  type OrganizationalUnit,
} from "@aws-sdk/client-organizations";
import type { AwsClients } from "../../aws/aws-clients.js";
import { inParallel } from "../../aws/in-parallel.js";
import { present } from "../../aws/present.js";
import { askForAll } from "./ask.js";
import type { OrganizationTree, PlacedUnit } from "./context.js";

/** Units asked about at a time: the rate decides how fast it goes, this how many requests wait for it. */
const PARALLEL = 6;

/**
 * Walks the tree from the roots down: two requests a unit, where asking each account for its parent would take one an
 * account.
 *
 * @throws what `ask` throws
 */
export async function walkTree(clients: AwsClients, rootIds: readonly string[]): Promise<OrganizationTree> {
  const units: PlacedUnit[] = [];
  const accounts: { account: Account; parentId: string }[] = [];
  const seen = new Set(rootIds);
  for (let level = [...rootIds]; level.length > 0; ) {
    const below = await inParallel(level, PARALLEL, async (parentId) => {
      const [children, members] = await Promise.all([
        unitsBelow(clients, parentId),
        accountsBelow(clients, parentId),
      ]);
      return { parentId, children, members };
    });
    level = [];
    for (const { parentId, children, members } of below) {
      accounts.push(...members.map((account) => ({ account, parentId })));
      for (const unit of children) {
        const id = present(unit.Id, "Id");
        // A unit that moves while the tree is walked may turn up twice.
        if (seen.has(id)) continue;
        seen.add(id);
        units.push({ ...unit, ParentId: parentId });
        level.push(id);
      }
    }
  }
  return { units, accounts };
}

function unitsBelow(clients: AwsClients, ParentId: string): Promise<OrganizationalUnit[]> {
  const action = "organizations:ListOrganizationalUnitsForParent";
  return askForAll(clients, action, "OrganizationalUnits", (NextToken) =>
    clients.organizations.send(new ListOrganizationalUnitsForParentCommand({ ParentId, NextToken })),
  );
}

function accountsBelow(clients: AwsClients, ParentId: string): Promise<Account[]> {
  return askForAll(clients, "organizations:ListAccountsForParent", "Accounts", (NextToken) =>
    clients.organizations.send(new ListAccountsForParentCommand({ ParentId, NextToken })),
  );
}
