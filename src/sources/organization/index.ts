import type { Organization } from "@aws-sdk/client-organizations";
import { orgPolicies } from "../../entities/org-policy.js";
import { orgPolicyTargets } from "../../entities/org-policy-target.js";
import { organizations } from "../../entities/organization.js";
import { organizationalUnits } from "../../entities/organizational-unit.js";
import { type ErrorAnswers, get, meanings } from "../calls.js";
import type { Probes } from "../probes.js";
import { defineSource, grants } from "../source.js";
import { withoutAddress } from "./described.js";
import { ORGANIZATION_DOCUMENTS } from "./documents.js";
import { placeAccounts } from "./place-accounts.js";

const ACTION = "organizations:DescribeOrganization";
/** Evidence too: the account stands alone, so no service control policy can apply to it. */
const STANDALONE: ErrorAnswers = {
  AWSOrganizationsNotInUse: {
    means: "the account is in no organization",
    document: (Message) => ({ __type: "AWSOrganizationsNotInUseException", Message }),
  },
};

/** What `doctor` was told of the organization of an account; `organization` undefined: it is in none. */
export const probedMembership = new WeakMap<Probes, { readonly organization: Organization | undefined }>();

/** An organization, its accounts and their tree; or what an account says of its organization, where nobody else does. */
export const organization = defineSource({
  kinds: ["organization"],
  scope: "organization",
  files: ["describe-organization.json"],
  command: "aws organizations describe-organization",
  permissions: [
    ...grants("ReadMembership", { [ACTION]: "which organization it is in" }, { scope: "account" }),
    ...grants("ReadOrganization", {
      [ACTION]: "the organization and its feature set",
      "organizations:ListRoots": "the root, and which policy types are switched on",
      "organizations:ListAccounts": "the accounts and their state",
      "organizations:ListAccountsForParent": "which unit an account is in",
      "organizations:ListOrganizationalUnitsForParent": "the units",
    }),
    ...grants(
      "ReadOrganization",
      { "organizations:ListDelegatedAdministrators": "who else may administer the organization" },
      { delivers: ["delegated_administrators"] },
    ),
  ],
  documents: ORGANIZATION_DOCUMENTS,
  tables: [organizations, organizationalUnits, orgPolicies, orgPolicyTargets],
  settle: placeAccounts,
  live: {
    ...get({
      action: ACTION,
      send: async ({ organizations }) => organizations.send(await describe()),
      document: (answer) => ({ Organization: withoutAddress(answer) }),
      answers: STANDALONE,
    }),
    probe: async (probes) => {
      const command = await describe();
      const { organizations } = probes.clients;
      const { result, answer } = await probes.ask(
        ACTION,
        () => organizations.send(command),
        meanings(STANDALONE),
      );
      if (result.status === "ok") probedMembership.set(probes, { organization: answer?.Organization });
    },
  },
  organization: {
    collect: async (context) => (await import("./collect.js")).collectOrganization(context),
    probe: async (probes) => (await import("./probe.js")).probeOrganization(probes),
  },
});

async function describe() {
  const { DescribeOrganizationCommand } = await import("@aws-sdk/client-organizations");
  return new DescribeOrganizationCommand({});
}
