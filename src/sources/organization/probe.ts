import { ListOrganizationsFeaturesCommand } from "@aws-sdk/client-iam";
import {
  DescribeOrganizationCommand,
  ListAccountsCommand,
  ListAccountsForParentCommand,
  ListDelegatedAdministratorsCommand,
  ListOrganizationalUnitsForParentCommand,
  ListRootsCommand,
  type Organization,
  type Root,
} from "@aws-sdk/client-organizations";
import type { Probes } from "../probes.js";

const NO_ORGANIZATION = {
  AWSOrganizationsNotInUse: "the account is in no organization: it is audited by itself",
};
/** What AWS says of an id that does not exist: it says so only to who may ask. */
export const NO_SUCH_THING = { ParentNotFound: "", PolicyNotFound: "", TargetNotFound: "", InvalidInput: "" };
/** Stands in for an id that could not be read: it has the form of a root. */
const ANY_ROOT = "r-0000";
const FEATURES_UNKNOWN = {
  ServiceAccessNotEnabled: "IAM has no trusted access to the organization: root is not managed centrally",
  AccountNotManagementOrDelegatedAdministrator: "only the management account and IAM's administrator may ask",
  OrganizationNotInAllFeaturesMode: "the organization has consolidated billing only",
};

/** What trying an organization showed. */
export interface ProbedOrganization {
  /** undefined: it could not be read. */
  readonly organization: Organization | undefined;
  /** The policy types that are switched on; undefined: not known. Of the others no policy can apply. */
  readonly policyTypes: ReadonlySet<string> | undefined;
}
const probed = new WeakMap<Probes, ProbedOrganization | "none">();

/** undefined: not tried, or there is none. */
export function probedOrganization(probes: Probes): ProbedOrganization | "none" | undefined {
  return probed.get(probes);
}

/**
 * Tries every action that reading the organization uses, with the smallest pages there are. One after the other:
 * AWS allows one or two requests a second of some.
 */
export async function probeOrganization(probes: Probes): Promise<void> {
  const { organizations, iam } = probes.clients;
  const { result, answer } = await probes.ask(
    "organizations:DescribeOrganization",
    () => organizations.send(new DescribeOrganizationCommand({})),
    NO_ORGANIZATION,
  );
  const organization = answer?.Organization;
  if (result.status === "ok" && organization === undefined) {
    probed.set(probes, "none");
    return;
  }
  const roots = await probes.ask("organizations:ListRoots", () =>
    organizations.send(new ListRootsCommand({})),
  );
  await probes.ask("organizations:ListAccounts", () =>
    organizations.send(new ListAccountsCommand({ MaxResults: 1 })),
  );
  const parent = { ParentId: roots.answer?.Roots?.[0]?.Id ?? ANY_ROOT, MaxResults: 1 };
  await probes.ask(
    "organizations:ListAccountsForParent",
    () => organizations.send(new ListAccountsForParentCommand(parent)),
    NO_SUCH_THING,
  );
  await probes.ask(
    "organizations:ListOrganizationalUnitsForParent",
    () => organizations.send(new ListOrganizationalUnitsForParentCommand(parent)),
    NO_SUCH_THING,
  );
  await probes.ask("organizations:ListDelegatedAdministrators", () =>
    organizations.send(new ListDelegatedAdministratorsCommand({ MaxResults: 1 })),
  );
  await probes.ask(
    "iam:ListOrganizationsFeatures",
    () => iam.send(new ListOrganizationsFeaturesCommand({})),
    FEATURES_UNKNOWN,
  );
  probed.set(probes, { organization, policyTypes: policyTypesOf(organization, roots.answer?.Roots) });
}

function policyTypesOf(
  organization: Organization | undefined,
  roots: readonly Root[] | undefined,
): ReadonlySet<string> | undefined {
  if (organization?.FeatureSet === "CONSOLIDATED_BILLING") return new Set();
  const types = roots?.flatMap(({ PolicyTypes = [] }) => PolicyTypes);
  return types && new Set(types.flatMap(({ Type, Status }) => (Status === "ENABLED" && Type ? [Type] : [])));
}
