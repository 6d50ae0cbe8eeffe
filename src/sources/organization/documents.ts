import { z } from "zod";
import { ACCOUNT_ID } from "../../model/arn.js";
import {
  type At,
  type AtAccount,
  accountDocument,
  document,
  many,
  one,
  type Reader,
  unplacedDocument,
  whole,
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

const parent = z.object({ AccountId: accountId, ParentId: text });
const administrator = z.object({ Id: accountId, Arn: maybe(text) });
const features = z.object({ OrganizationId: maybe(text), EnabledFeatures: maybe(z.array(text)) });
const error = z.object({ __type: text, Message: maybe(text) });

/** A page that is not the last; a list that `collect` narrowed says so itself. */
function addPart(missing: string | number | null, { evidence, file }: At): void {
  if (missing === null) return;
  evidence.membership.listedInPart(file);
  if (typeof missing === "number") return;
  evidence.problems.push({
    source: file,
    what: "the list of accounts is cut off",
    fix: "Fetch all pages: `aws organizations list-accounts` does so unless --max-items or --no-paginate is given.",
  });
}

const fault = (detail: string, at: At) => say(at, ({ faults }) => faults, detail);

const named = z.object({ Id: accountId });

function addAccount({ Paths, ...found }: z.output<typeof account>, at: At): void {
  at.evidence.membership.listed(found, at.file);
  at.evidence.found(found.Id, KIND);
  const parentId = parentOfPath(Paths?.[0], found.Id);
  if (parentId === undefined) return;
  const place = { accountId: found.Id, parentId };
  say(at, ({ places }) => places, place, { orgId: organizationIn(Paths?.[0]) ?? null });
}

function describe(found: z.output<typeof organization>, { evidence, folder }: At): void {
  statements(evidence).ids.add(found.Id);
  evidence.membership.organization(found, folder);
  if (folder !== undefined) evidence.found(folder, KIND);
}

/** An error of AWS that was saved: that the account is in no organization is evidence, any other is a gap. */
function addError({ __type: type, Message }: z.output<typeof error>, at: AtAccount): void {
  const { evidence, account, file } = at;
  if (/AWSOrganizationsNotInUseException/.test(type)) {
    evidence.membership.standalone(account);
    evidence.found(account, KIND);
    return;
  }
  const what = `this is an error of AWS and no evidence: ${[type, Message ?? ""].join(" ").trim()}`;
  evidence.problems.push({ source: file, what, fix: "Solve it and fetch the document again." });
}

function addRoot({ Id: id, Arn: arn, Name: name, PolicyTypes }: z.output<typeof root>, at: At): void {
  const policyTypes = PolicyTypes?.filter(({ Status }) => Status !== "DISABLED").map(({ Type }) => Type);
  say(at, ({ nodes }) => nodes, { id, name, parentId: undefined, policyTypes }, { arn });
}

function addUnit({ Id: id, Arn: arn, Name: name, ParentId, Path }: z.output<typeof unit>, at: At): void {
  const parentId = ParentId ?? parentOfPath(Path, id);
  say(at, ({ nodes }) => nodes, { id, name, parentId, policyTypes: undefined }, { arn });
}

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_Operations.html */
export const ORGANIZATION_DOCUMENTS: readonly Reader[] = [
  document(
    [
      // Ours: how many accounts of the organization were left out.
      one("LeftOut", maybe(z.int().positive()), addPart),
      one("NextToken", maybe(text), addPart),
      many("Accounts", account, addAccount, (raw, { evidence }, lost) => {
        const id = named.safeParse(raw).data?.Id;
        if (id !== undefined) evidence.faulty(id, KIND, `cannot be read: ${lost}`);
      }),
    ],
    fault,
    { members: ["Accounts"] },
  ),
  document([one("Organization", organization, describe)], (detail, at) =>
    at.folder === undefined ? fault(detail, at) : at.evidence.faulty(at.folder, KIND, detail),
  ),
  document([many("Roots", root, addRoot)], fault),
  document([many("OrganizationalUnits", unit, addUnit)], fault),
  document([one("OrganizationalUnit", unit, addUnit)], fault),
  document(
    [
      many("AccountParents", parent, ({ AccountId: id, ParentId: parentId }, at: At) =>
        say(at, ({ places }) => places, { accountId: id, parentId }),
      ),
    ],
    fault,
  ),
  // Who is not among the administrators is none, so a list with a gap says nothing.
  document([
    one("DelegatedAdministrators", z.array(administrator), (all, at) => {
      const ids = all.map(({ Id }) => Id);
      say(at, ({ delegated }) => delegated, ids, { arn: all[0]?.Arn ?? null });
    }),
  ]),
  document([
    whole("EnabledFeatures", features, ({ OrganizationId: orgId, EnabledFeatures }, at) =>
      say(at, ({ features }) => features, EnabledFeatures ?? [], { orgId }),
    ),
  ]),
  unplacedDocument("Parents", "what this is the parent of", "AccountParents: AccountId, ParentId"),
  accountDocument([whole("__type", error, addError)], { whole: false }),
];
