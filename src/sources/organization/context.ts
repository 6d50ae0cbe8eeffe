import type { Account, Organization, OrganizationalUnit, Root } from "@aws-sdk/client-organizations";
import type { AwsClients } from "../../aws/aws-clients.js";
import type { Piece } from "./ask.js";

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

export type PlacedUnit = OrganizationalUnit & { readonly ParentId: string };

/** The organizational units and accounts below the roots, each with what it lies in. */
export interface OrganizationTree {
  readonly units: readonly PlacedUnit[];
  readonly accounts: readonly { readonly account: Account; readonly parentId: string }[];
}

/** Of which organization evidence is collected, and with which credentials. */
export interface OrganizationContext {
  readonly clients: AwsClients;
  readonly found: DiscoveredOrganization;
  /** Accounts left out on request: they are not in the snapshot. */
  readonly leftOut: ReadonlySet<string>;
}
