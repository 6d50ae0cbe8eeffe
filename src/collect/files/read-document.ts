import { parseArn } from "../../model/arn.js";
import { accountOfDetails, type DetailsRows, detailsRows, seconds } from "./details-rows.js";
import type { Evidence } from "./evidence.js";
import { folderOrganization } from "./folder.js";
import { type AuthorizationDetails, type Document, readDocument } from "./json-documents.js";
import type { OrganizationDocument } from "./organization-documents.js";
import type { SourceFile } from "./sources.js";
import type { UserDocument } from "./user-documents.js";

/** Takes the rows of authorization details on their way to the engine. */
export type DetailsSink = (rows: DetailsRows) => void;

interface Context {
  readonly evidence: Evidence;
  readonly details: DetailsSink;
}

/**
 * Puts one JSON document into the evidence; a credential report in it is given back for the reader of reports.
 * `folder` is the account of the folder, for documents that name none. Throws `z.ZodError` on a malformed one.
 */
export function readJsonDocument(
  value: unknown,
  file: SourceFile,
  folder: string | undefined,
  context: Context,
): { content: string; generatedAt: number | undefined } | undefined {
  const document = readDocument(value);
  if (document === undefined) {
    context.evidence.problems.push({
      source: file.name,
      what: "this JSON is not a document of IAM or Organizations that iamspect reads",
      fix: "Read are what `aws iam ...` and `aws organizations ...` print; remove the file, or name only those to read.",
    });
    return undefined;
  }
  if (document.kind === "credential_report") {
    return {
      content: document.value.Content,
      generatedAt: seconds(document.value.GeneratedTime) ?? undefined,
    };
  }
  if (document.kind === "authorization_details") addDetails(document.value, file, folder, context);
  else if (document.kind === "list_accounts") addAccounts(document, file, context.evidence);
  else if (document.kind === "organization") {
    context.evidence.organizations.ids.add(document.value.Id);
    context.evidence.membership.organization(document.value, folder);
    if (folder !== undefined) context.evidence.found(folder, "organization");
  } else if (document.kind === "unplaced") {
    const { missing, fix } = document.value;
    context.evidence.problems.push({
      source: file.name,
      what: `the document does not say ${missing}`,
      fix,
    });
  } else if (isOfOrganization(document)) {
    context.evidence.organizations.add(document, file, folderOrganization(file.path));
  } else addAccountDocument(document, file, folder, context.evidence);
  return undefined;
}

function isOfOrganization(document: Document): document is OrganizationDocument {
  return document.kind.startsWith("org_");
}

function addAccounts(
  document: Document & { kind: "list_accounts" },
  file: SourceFile,
  evidence: Evidence,
): void {
  evidence.membership.listAccounts(document.value);
  for (const { Id, Paths } of document.value.Accounts) {
    evidence.found(Id, "organization");
    const [path] = Paths ?? [];
    if (path !== undefined) evidence.organizations.accountPath(Id, path, file.name);
  }
}

function addDetails(
  page: AuthorizationDetails,
  file: SourceFile,
  folder: string | undefined,
  { evidence, details }: Context,
): void {
  const accountId = accountOfDetails(page) ?? folder ?? evidence.detailsAccounts.get(file.path);
  if (accountId === undefined) {
    noAccount(file, evidence);
    return;
  }
  evidence.detailsAccounts.set(file.path, accountId);
  const rows = detailsRows(page, accountId);
  details(rows);
  const progress = evidence.details.get(accountId) ?? {
    truncatedPages: 0,
    lastPages: 0,
    users: 0,
    newest: 0,
  };
  progress.users += rows.users.length;
  if (page.IsTruncated === true || typeof page.NextToken === "string") progress.truncatedPages += 1;
  else progress.lastPages += 1;
  for (const { created_at: created } of [...rows.users, ...rows.groups, ...rows.roles]) {
    progress.newest = Math.max(progress.newest, created ?? 0);
  }
  evidence.details.set(accountId, progress);
  evidence.found(accountId, "authorization_details");
  const [first] = [...page.UserDetailList, ...page.GroupDetailList, ...page.RoleDetailList, ...page.Policies];
  evidence.membership.seen(accountId, parseArn(first?.Arn ?? "")?.partition);
}

/** Documents of which each is about one account. */
type AccountDocument = Exclude<
  Document,
  | { kind: "credential_report" | "authorization_details" | "list_accounts" | "organization" | "unplaced" }
  | OrganizationDocument
>;

const USER_KINDS: ReadonlySet<string> = new Set<UserDocument["kind"]>([
  "access_keys",
  "access_keys_last_used",
  "mfa_devices",
  "login_profiles",
  "service_credentials",
  "ssh_public_keys",
  "root_credentials",
]);

function isOfUsers(document: Document): document is UserDocument {
  return USER_KINDS.has(document.kind);
}

/** Documents that say nothing of the account they are about: it is the one of their folder. */
function addAccountDocument(
  document: AccountDocument,
  file: SourceFile,
  folder: string | undefined,
  evidence: Evidence,
): void {
  const { membership } = evidence;
  if (document.kind === "caller_identity") {
    membership.seen(document.value.Account, parseArn(document.value.Arn)?.partition);
  } else if (folder === undefined) noAccount(file, evidence);
  else if (document.kind === "aws_error") {
    addError(document.value, file, folder, evidence);
  } else if (isOfUsers(document)) {
    evidence.users.add(document, folder);
    membership.seen(folder);
    if (document.kind === "service_credentials") evidence.found(folder, "service_credentials");
  } else {
    if (document.kind === "account_summary") evidence.summaries.set(folder, document.value);
    if (document.kind === "password_policy") evidence.passwordPolicies.set(folder, document.value);
    if (document.kind === "virtual_mfa_devices") {
      evidence.virtualDevices.push({ accountId: folder, devices: document.value });
    }
    if (document.kind === "account_alias") membership.alias(folder, document.value[0]);
    evidence.found(folder, document.kind);
  }
}

/** An error of AWS that was saved: that the account is in no organization is evidence, any other is a gap. */
function addError(
  { __type: type, Message: message }: { __type: string; Message?: string | null | undefined },
  file: SourceFile,
  folder: string,
  evidence: Evidence,
): void {
  if (/AWSOrganizationsNotInUseException/.test(type)) {
    evidence.membership.standalone(folder);
    evidence.found(folder, "organization");
  } else {
    evidence.problems.push({
      source: file.name,
      what: `this is an error of AWS and no evidence: ${[type, message ?? ""].join(" ").trim()}`,
      fix: "Solve it and fetch the document again.",
    });
  }
}

function noAccount(file: SourceFile, evidence: Evidence): void {
  evidence.problems.push({
    source: file.name,
    what: "the document does not say which account it is about",
    fix: "Put it into a folder called by the 12 digits of the account.",
  });
}
