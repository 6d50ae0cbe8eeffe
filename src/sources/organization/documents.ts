import { z } from "zod";
import { ACCOUNT_ID } from "../../model/arn.js";
import { ORGANIZATION_ID } from "../../model/organization-collection.js";
import { type At, accountDocument, document, each, type Reader, unplacedDocument } from "../document.js";
import { maybe, text } from "../values.js";
import { organizationIds, parentOfPath, say, statements } from "./said.js";

const KIND = "organization";
const accountId = text.regex(ACCOUNT_ID, "must be the 12 digits of an account ID");

const account = z.object({
  Id: accountId,
  Arn: maybe(text),
  Name: maybe(text),
  State: maybe(text),
  Status: maybe(text),
  Paths: maybe(z.array(text)),
});

const organization = z.object({
  Id: text,
  Arn: maybe(text),
  FeatureSet: maybe(text),
  MasterAccountId: maybe(accountId),
});

const root = z.object({
  Id: text,
  Arn: maybe(text),
  Name: maybe(text),
  PolicyTypes: maybe(z.array(z.object({ Type: text, Status: text }))),
});

const unit = z.object({
  Id: text,
  Arn: maybe(text),
  Name: maybe(text),
  /** Ours: AWS tells it only by what was asked. */
  ParentId: maybe(text),
  /** `o-.../r-.../ou-.../`, where AWS fills it. */
  Path: maybe(text),
});

const fault = (detail: string, at: At) => say(at, "faults", detail);

const listAccounts = document({
  member: "Accounts",
  shape: { Accounts: each(account) },
  add: ({ Accounts }, losses, at) => {
    const { evidence, file } = at;
    evidence.membership.listAccounts(Accounts.good);
    for (const { Id, Paths } of Accounts.good) {
      evidence.found(Id, KIND);
      const [path] = Paths ?? [];
      const parentId = path && parentOfPath(path, Id);
      if (!path || parentId === undefined) continue;
      const orgId = path.split("/").find((part) => ORGANIZATION_ID.test(part));
      statements(evidence).places.push({ orgId, file, value: { accountId: Id, parentId } });
    }
    for (const { raw, place, reason } of losses) {
      const named = z.object({ Id: accountId }).safeParse(raw).data;
      if (named !== undefined) evidence.faulty(named.Id, KIND, `${place}: ${reason}`);
    }
  },
  fault,
});

const describeOrganization = document({
  member: "Organization",
  shape: { Organization: organization },
  add: ({ Organization }, _, { evidence, folder }) => {
    organizationIds(evidence).add(Organization.Id);
    evidence.membership.organization(Organization, folder);
    if (folder !== undefined) evidence.found(folder, KIND);
  },
  fault: (detail, at) =>
    at.folder === undefined ? fault(detail, at) : at.evidence.faulty(at.folder, KIND, detail),
});

/** An error of AWS that was saved: that the account is in no organization is evidence, any other is a gap. */
const error = accountDocument({
  member: "__type",
  whole: false,
  shape: { __type: text, Message: maybe(text) },
  add: ({ __type: type, Message }, { evidence, account, file }) => {
    if (/AWSOrganizationsNotInUseException/.test(type)) {
      evidence.membership.standalone(account);
      evidence.found(account, KIND);
      return;
    }
    const what = `this is an error of AWS and no evidence: ${[type, Message ?? ""].join(" ").trim()}`;
    evidence.problems.push({ source: file, what, fix: "Solve it and fetch the document again." });
  },
});

function addUnits(units: readonly z.output<typeof unit>[], at: At): void {
  for (const { Id: id, Arn: arn, Name, ParentId, Path } of units) {
    const parentId = ParentId ?? parentOfPath(Path, id);
    say(at, "nodes", { id, name: Name ?? undefined, parentId }, { arn });
  }
}

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_Operations.html */
export const ORGANIZATION_DOCUMENTS: readonly Reader[] = [
  listAccounts,
  describeOrganization,
  document({
    member: "Roots",
    shape: { Roots: each(root) },
    add: ({ Roots }, _, at) => {
      for (const { Id: id, Arn: arn, Name, PolicyTypes } of Roots.good) {
        const on = PolicyTypes?.filter(({ Status }) => Status !== "DISABLED").map(({ Type }) => Type);
        const node = { id, name: Name ?? undefined, parentId: undefined };
        say(at, "nodes", on === undefined ? node : { ...node, policyTypes: on }, { arn });
      }
    },
    fault,
  }),
  document({
    member: "OrganizationalUnits",
    shape: { OrganizationalUnits: each(unit) },
    add: ({ OrganizationalUnits }, _, at) => addUnits(OrganizationalUnits.good, at),
    fault,
  }),
  document({
    member: "OrganizationalUnit",
    shape: { OrganizationalUnit: unit },
    add: ({ OrganizationalUnit }, _, at) => addUnits([OrganizationalUnit], at),
    fault,
  }),
  document({
    member: "AccountParents",
    shape: { AccountParents: each(z.object({ AccountId: accountId, ParentId: text })) },
    add: ({ AccountParents }, _, at) => {
      for (const { AccountId, ParentId } of AccountParents.good) {
        say(at, "places", { accountId: AccountId, parentId: ParentId });
      }
    },
    fault,
  }),
  // Who is not among the administrators is none, so a list with a gap says nothing.
  document({
    member: "DelegatedAdministrators",
    shape: { DelegatedAdministrators: z.array(z.object({ Id: accountId, Arn: maybe(text) })) },
    add: ({ DelegatedAdministrators: all }, _, at) =>
      say(
        at,
        "delegated",
        all.map(({ Id }) => Id),
        { arn: all[0]?.Arn ?? null },
      ),
  }),
  document({
    member: "EnabledFeatures",
    shape: { OrganizationId: maybe(text), EnabledFeatures: maybe(z.array(text)) },
    add: ({ OrganizationId: orgId, EnabledFeatures }, _, at) =>
      say(at, "features", EnabledFeatures ?? [], { orgId }),
  }),
  unplacedDocument("Parents", "what this is the parent of", "AccountParents: AccountId, ParentId"),
  error,
];
