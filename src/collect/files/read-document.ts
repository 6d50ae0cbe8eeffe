import { parseArn } from "../../model/arn.js";
import { accountOfDetails, type DetailsRows, detailsRows, seconds } from "./details-rows.js";
import type { Evidence } from "./evidence.js";
import { type AuthorizationDetails, type Document, readDocument } from "./json-documents.js";
import type { SourceFile } from "./sources.js";

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
      what: "this JSON is no document of IAM or Organizations that iamspect reads",
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
  else if (document.kind === "list_accounts") addAccounts(document, context.evidence);
  else if (document.kind === "organization") {
    context.evidence.membership.organization(document.value, folder);
    if (folder !== undefined) context.evidence.found(folder, "organization");
  } else addAccountDocument(document, file, folder, context.evidence);
  return undefined;
}

function addAccounts(document: Document & { kind: "list_accounts" }, evidence: Evidence): void {
  evidence.membership.listAccounts(document.value);
  for (const { Id } of document.value.Accounts) evidence.found(Id, "organization");
}

function addDetails(
  page: AuthorizationDetails,
  file: SourceFile,
  folder: string | undefined,
  { evidence, details }: Context,
): void {
  const accountId = accountOfDetails(page) ?? folder;
  if (accountId === undefined) {
    noAccount(file, evidence);
    return;
  }
  const rows = detailsRows(page, accountId);
  details(rows);
  const progress = evidence.details.get(accountId) ?? { truncatedPages: 0, lastPages: 0, newest: 0 };
  if (page.IsTruncated === true) progress.truncatedPages += 1;
  else progress.lastPages += 1;
  for (const { created_at: created } of [...rows.users, ...rows.groups, ...rows.roles]) {
    progress.newest = Math.max(progress.newest, created ?? 0);
  }
  evidence.details.set(accountId, progress);
  evidence.found(accountId, "authorization_details");
  const partition = parseArn(page.UserDetailList[0]?.Arn ?? "")?.partition;
  evidence.membership.seen(accountId, partition);
}

/** Documents of which each is about one account. */
type AccountDocument = Exclude<
  Document,
  { kind: "credential_report" | "authorization_details" | "list_accounts" | "organization" }
>;

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
    if (!/AWSOrganizationsNotInUseException/.test(document.value.__type)) return;
    membership.standalone(folder);
    evidence.found(folder, "organization");
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

function noAccount(file: SourceFile, evidence: Evidence): void {
  evidence.problems.push({
    source: file.name,
    what: "the document does not say which account it is about",
    fix: "Put it into a folder called by the 12 digits of the account.",
  });
}
