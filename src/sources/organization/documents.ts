import { z } from "zod";
import { ACCOUNT_ID } from "../../model/arn.js";
import {
  type At,
  accountDocument,
  document,
  listDocument,
  type Reader,
  unplacedDocument,
} from "../document.js";
import { maybe, text } from "../values.js";
import { organizationIn, parentOfPath, say, statements } from "./said.js";

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

const fault = (detail: string, at: At) => say(at, ({ faults }) => faults, detail);

const listAccounts = listDocument(
  "Accounts",
  account,
  fault,
  ({ Paths, ...one }, at) => {
    at.evidence.membership.listed(one);
    at.evidence.found(one.Id, KIND);
    const parentId = parentOfPath(Paths?.[0], one.Id);
    if (parentId === undefined) return;
    const place = { accountId: one.Id, parentId };
    say(at, ({ places }) => places, place, { orgId: organizationIn(Paths?.[0]) ?? null });
  },
  ({ raw, place, reason }, { evidence }) => {
    const named = z.object({ Id: accountId }).safeParse(raw).data;
    if (named !== undefined) evidence.faulty(named.Id, KIND, `cannot be read: ${place}: ${reason}`);
  },
);

const describeOrganization = document({
  member: "Organization",
  shape: { Organization: organization },
  add: ({ Organization }, _, { evidence, folder }) => {
    statements(evidence).ids.add(Organization.Id);
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

function addRoot({ Id: id, Arn: arn, Name: name, PolicyTypes }: z.output<typeof root>, at: At): void {
  const policyTypes = PolicyTypes?.filter(({ Status }) => Status !== "DISABLED").map(({ Type }) => Type);
  say(at, ({ nodes }) => nodes, { id, name, parentId: undefined, policyTypes }, { arn });
}

function addUnit({ Id: id, Arn: arn, Name: name, ParentId, Path }: z.output<typeof unit>, at: At): void {
  const parentId = ParentId ?? parentOfPath(Path, id);
  say(at, ({ nodes }) => nodes, { id, name, parentId, policyTypes: undefined }, { arn });
}

const parent = z.object({ AccountId: accountId, ParentId: text });
const administrator = z.object({ Id: accountId, Arn: maybe(text) });

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_Operations.html */
export const ORGANIZATION_DOCUMENTS: readonly Reader[] = [
  listAccounts,
  describeOrganization,
  listDocument("Roots", root, fault, addRoot),
  listDocument("OrganizationalUnits", unit, fault, addUnit),
  document({
    member: "OrganizationalUnit",
    shape: { OrganizationalUnit: unit },
    add: ({ OrganizationalUnit }, _, at) => addUnit(OrganizationalUnit, at),
    fault,
  }),
  listDocument("AccountParents", parent, fault, ({ AccountId, ParentId }, at) =>
    say(at, ({ places }) => places, { accountId: AccountId, parentId: ParentId }),
  ),
  // Who is not among the administrators is none, so a list with a gap says nothing.
  document({
    member: "DelegatedAdministrators",
    shape: { DelegatedAdministrators: z.array(administrator) },
    add: ({ DelegatedAdministrators: all }, _, at) => {
      const ids = all.map(({ Id }) => Id);
      say(at, ({ delegated }) => delegated, ids, { arn: all[0]?.Arn ?? null });
    },
  }),
  document({
    member: "EnabledFeatures",
    shape: { OrganizationId: maybe(text), EnabledFeatures: maybe(z.array(text)) },
    add: ({ OrganizationId: orgId, EnabledFeatures }, _, at) =>
      say(at, ({ features }) => features, EnabledFeatures ?? [], { orgId }),
  }),
  unplacedDocument("Parents", "what this is the parent of", "AccountParents: AccountId, ParentId"),
  error,
];
