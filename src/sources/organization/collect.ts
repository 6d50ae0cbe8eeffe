import { ListOrganizationsFeaturesCommand } from "@aws-sdk/client-iam";
import { ListDelegatedAdministratorsCommand } from "@aws-sdk/client-organizations";
import type { AwsClients } from "../../aws/aws-clients.js";
import { present } from "../../aws/present.js";
import type { OrganizationOutcome } from "../source.js";
import { ask, askForAll, byId, type Piece, piece } from "./ask.js";
import type { DiscoveredOrganization, OrganizationContext, OrganizationTree } from "./context.js";

/** What could not be asked because the organization does not use it: that is no missing permission. */
const NOT_IN_USE = [
  "ServiceAccessNotEnabled",
  "OrganizationNotInAllFeaturesMode",
  "AccountNotManagementOrDelegatedAdministrator",
  "OrganizationNotFound",
];

type Documents = OrganizationOutcome["documents"];

/** What is known of an organization when its accounts are begun. */
export function discoveredDocuments(
  { organization, accounts, roots }: DiscoveredOrganization,
  leftOut: ReadonlySet<string>,
): Documents {
  return {
    ...where("describe-organization.json", organization, (Organization) => ({ Organization })),
    ...where("list-accounts.json", accounts, (all) => {
      const Accounts = all.filter(({ Id }) => !leftOut.has(Id ?? ""));
      const left = all.length - Accounts.length;
      return { Accounts, ...(left > 0 && { LeftOut: left }) };
    }),
    ...where("list-roots.json", roots, (Roots) => ({ Roots })),
  };
}

/** Reads the rest of the organization. The kind is whole when accounts and tree are; what else is missing is said. */
export async function collectOrganization({
  clients,
  found,
  leftOut,
}: OrganizationContext): Promise<OrganizationOutcome> {
  const [tree, delegated, features] = await Promise.all([
    found.tree,
    piece(() => delegatedAdministrators(clients)),
    piece(() => organizationsFeatures(clients)),
  ]);
  const record = recordOf([found.organization, found.accounts, found.roots, tree], [delegated, features]);
  return {
    documents: {
      ...treeDocuments(tree, leftOut),
      ...where("delegated-administrators.json", delegated, (DelegatedAdministrators) => ({
        DelegatedAdministrators,
      })),
      ...where("organizations-features.json", features, (all) => all),
    },
    records: [{ kind: "organization", ...record }],
  };
}

function treeDocuments(tree: Piece<OrganizationTree>, leftOut: ReadonlySet<string>): Documents {
  return {
    ...where("organizational-units.json", tree, ({ units }) => ({
      OrganizationalUnits: [...units].sort(byId(({ Id }) => Id)),
    })),
    ...where("account-parents.json", tree, ({ accounts }) => ({
      AccountParents: accounts
        .map(({ account, parentId }) => ({ AccountId: present(account.Id, "Id"), ParentId: parentId }))
        .filter(({ AccountId }) => !leftOut.has(AccountId))
        .sort(byId(({ AccountId }) => AccountId)),
    })),
  };
}

/** The document of a piece that could be read. */
function where<T>(file: string, part: Piece<T>, document: (value: T) => unknown): Documents {
  return part.ok ? { [file]: document(part.value) } : {};
}

async function delegatedAdministrators(clients: AwsClients): Promise<unknown[]> {
  const action = "organizations:ListDelegatedAdministrators";
  const all = await askForAll(clients, action, "DelegatedAdministrators", (NextToken) =>
    clients.organizations.send(new ListDelegatedAdministratorsCommand({ NextToken })),
  );
  return all.map(({ Email: _, ...administrator }) => administrator).sort(byId(({ Id }) => Id));
}

function organizationsFeatures(clients: AwsClients): Promise<unknown> {
  return ask(clients, "iam:ListOrganizationsFeatures", async () => {
    const { OrganizationId, EnabledFeatures } = await clients.iam.send(
      new ListOrganizationsFeaturesCommand({}),
    );
    return { OrganizationId, EnabledFeatures: present(EnabledFeatures, "EnabledFeatures") };
  });
}

function recordOf(parts: readonly Piece<unknown>[], extras: readonly Piece<unknown>[]) {
  const failures = failuresOf(parts);
  const lacking = failuresOf(extras.filter((each) => each.ok || !NOT_IN_USE.includes(each.code)));
  const [first] = failures;
  if (first !== undefined) {
    const details = new Set([...failures, ...lacking].map((each) => each.detail));
    return { status: first.status, detail: [...details].join(", ") };
  }
  const detail = lacking.map((each) => `without ${each.detail} (${each.status})`).join(", ");
  return { status: "ok", ...(detail !== "" && { detail }), file: "list-accounts.json" } as const;
}

function failuresOf(pieces: readonly Piece<unknown>[]) {
  return pieces.flatMap((each) => (each.ok ? [] : [each.coverage]));
}
