import { basename } from "node:path";
import type { z } from "zod";
import { COLLECTION_FILE, collectionSchema } from "../../model/collection.js";
import { organizationCollectionSchema } from "../../model/organization-collection.js";
import { formatTime } from "../../model/time.js";
import { UserError } from "../../model/user-error.js";
import { readAccountsFile } from "../../sources/accounts-file.js";
import { issueText, MOST_LOST, type Place } from "../../sources/document.js";
import type { Evidence, HeldReport } from "../../sources/evidence.js";
import { SOURCES } from "../../sources/index.js";
import { statements } from "../../sources/organization/said.js";
import type { Source } from "../../sources/source.js";
import { decode, type Head, readHead, readWhole } from "./content.js";
import { FileProblem } from "./file-problem.js";
import { folderAccount, folderOrganization, folderRegion } from "./folder.js";
import { parseDocuments } from "./json-text.js";
import { readDocument } from "./read-document.js";
import { missingColumns, readHeader } from "./report-columns.js";
import type { ReportFile } from "./report-file.js";
import type { SourceFile } from "./sources.js";

const ALL: readonly Source[] = SOURCES;

/** A header fits in this. */
const HEAD_CHARACTERS = 65_536;

/** Some 25,000 accounts. A YAML text takes a hundred times the time of a JSON text, and ten times the memory. */
const MOST_YAML_BYTES = 4 << 20;

/** An account has 5,000 users at most, a row some 220 bytes: larger files are few, and worth a reader of their own. */
const LARGE_BYTES = 1 << 20;

const EXPECTED =
  "Expected: a credential report (CSV, or JSON of `aws iam get-credential-report`), the JSON of" +
  " `aws iam get-account-authorization-details`, `aws organizations list-accounts` or `describe-organization`.";

/** What was read so far: evidence, and reports whose rows are read when all files are known. */
export interface ReadContext {
  readonly evidence: Evidence;
  readonly reports: ReportFile[];
  /** The clock: epoch seconds. */
  readonly now: number;
}

/** Reads one file into the evidence. What cannot be read becomes a problem; the other files still count. */
export function readSourceFile(file: SourceFile, context: ReadContext): void {
  try {
    const head = readHead(file.path);
    if (head.whole && head.text.trim() === "") problem(file, context, "the file is empty", EXPECTED);
    else if (/\.ya?ml$/i.test(file.path)) {
      const text = readWhole(file.path, head, MOST_YAML_BYTES);
      context.evidence.membership.accountsFile(readAccountsFile(text, file.name));
    } else if (/^\s*[{[]/.test(head.text)) readJson(file, head, context);
    else readText(file, head, context);
  } catch (error) {
    if (error instanceof FileProblem) problem(file, context, error.message, error.fix);
    else if (error instanceof UserError) accountsFileProblem(file, context, error);
    else if (error instanceof Error && "code" in error && "syscall" in error) {
      problem(file, context, `the file cannot be read (${error.message})`, "Check its permissions.");
    } else throw error;
  }
}

/** The message of `readYaml` begins with the file and its line. */
function accountsFileProblem(file: SourceFile, context: ReadContext, { what, why }: UserError): void {
  const [place = "", line] = new RegExp(`^.{${file.name.length}}(?::(\\d+))?:? `, "s").exec(what) ?? [];
  const rest = what.slice(place.length).replace(/\.$/, "").replace(/^is /, "this is ");
  problem(
    file,
    context,
    why === undefined ? rest : `${rest} (${why})`,
    "Expected: `version: 1` and `accounts:`, a list of `account_id` and what is known of each.",
    line === undefined ? undefined : Number(line),
  );
}

/** What the AWS CLI prints instead of an answer. */
const CLI_ERROR =
  /^\s*(aws: \[ERROR\]|An error occurred \(\w+\)|Unable to locate credentials|Could not connect to the endpoint|The config profile|Error (loading|when retrieving)|usage: aws)[^\n]*/;

function readText(file: SourceFile, head: Head, context: ReadContext): void {
  if (/AWSOrganizationsNotInUseException/.test(head.text)) {
    const account = folderAccount(file.path);
    if (account !== undefined) {
      context.evidence.membership.standalone(account);
      context.evidence.found(account, "organization");
    } else {
      problem(
        file,
        context,
        "the error AWSOrganizationsNotInUseException names no account",
        "Put it into a folder called by the 12 digits of the account, or say --standalone ID.",
      );
    }
    return;
  }
  const error = CLI_ERROR.exec(head.text);
  if (error !== null) {
    const nothing = ALL.flatMap(({ none }) => (none?.error.test(head.text) === true ? [none] : []));
    for (const { document } of nothing)
      readDocument(document, { ...placeOf(file), inFile: "" }, context.evidence);
    if (nothing.length > 0) return;
    const [line] = error;
    const what = `this is an error of the AWS CLI, and no evidence: ${JSON.stringify(line.trim().slice(0, 200))}`;
    problem(
      file,
      context,
      what,
      "Run the command again when it works; `iamspect doctor` tells what is denied.",
    );
    return;
  }
  // A large report stays on disk; a small one, or one in another encoding, is held as text.
  const onDisk = !head.whole && !head.recoded;
  const place = onDisk
    ? { path: file.path, large: head.bytes > LARGE_BYTES }
    : { text: readWhole(file.path, head) };
  addReport(file, head.text.slice(0, HEAD_CHARACTERS), context, place);
}

/** A report; its columns are checked here, its rows when all files are known. */
function addReport(file: SourceFile, head: string, context: ReadContext, place: Partial<ReportFile>): void {
  const isCut = place.text === undefined || place.text.length > head.length;
  const header = isCut && !/[\r\n]/.test(head) ? undefined : readHeader(head);
  if (header === undefined) {
    const [line = ""] = head.split(/[\r\n]/, 1);
    const what = `this is no report: the first line is ${JSON.stringify(line.slice(0, 80))}`;
    problem(file, context, what, EXPECTED, 1);
    return;
  }
  const twice = header.find((name, index) => header.indexOf(name) !== index);
  if (twice !== undefined) {
    problem(file, context, `two columns are called ${twice}`, "Fetch the report again.", 1);
    return;
  }
  for (const missing of missingColumns(header)) {
    problem(
      file,
      context,
      `the column ${missing} is missing`,
      "What rests on it counts as unknown. Fetch the report again with `aws iam get-credential-report`.",
      1,
    );
  }
  const account = folderAccount(file.path);
  const { generatedAt, ...rest } = place;
  const told = generatedAt !== undefined && isPast(file, generatedAt, context);
  if (told) context.evidence.madeAt(generatedAt);
  context.reports.push({
    name: file.name,
    header,
    large: false,
    ...(account === undefined ? {} : { folderAccount: account }),
    ...rest,
    ...(told && { generatedAt }),
  });
}

const DAY = 86_400;

/** A report made after today was made by a clock that is wrong, or by a hand: nothing is dated by that. */
function isPast(file: SourceFile, generatedAt: number, context: ReadContext): boolean {
  if (generatedAt <= context.now + DAY) return true;
  problem(
    file,
    context,
    `GeneratedTime is ${formatTime(generatedAt)}, later than now (${formatTime(context.now)})`,
    "The report is read as one of which nobody says when it was made. Fetch it again, or set --as-of.",
  );
  return false;
}

function readJson(file: SourceFile, head: Head, context: ReadContext): void {
  const documents = parseJson(file, head, context);
  if (documents === undefined) return;
  if (documents.length === 0) problem(file, context, "the file holds no document", EXPECTED);
  const place = placeOf(file);
  const isCollection = basename(file.path) === COLLECTION_FILE;
  const { problems } = context.evidence;
  const most = problems.length + MOST_LOST;
  for (const [index, value] of documents.entries()) {
    if (problems.length > most) {
      problem(file, context, `[${index}]: is not read, nor what follows it`, "Too much before it cannot be.");
      break;
    }
    const inFile = documents.length > 1 ? `[${index}].` : "";
    if (isCollection) readCollection(value, file, context);
    else readDocument(value, { ...place, inFile }, context.evidence);
  }
  for (const report of context.evidence.reports.splice(0)) addDecodedReport(file, report, context);
}

function placeOf(file: SourceFile): Omit<Place, "inFile"> {
  return {
    file: file.name,
    folder: folderAccount(file.path),
    organization: folderOrganization(file.path),
    region: folderRegion(file.path),
  };
}

function parseJson(file: SourceFile, head: Head, context: ReadContext): unknown[] | undefined {
  try {
    return parseDocuments(readWhole(file.path, head));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    problem(file, context, `this is not valid JSON (${error.message})`, `${EXPECTED} Was the file cut off?`);
    return undefined;
  }
}

/** How collecting an account went, or an organization. */
function readCollection(value: unknown, file: SourceFile, context: ReadContext): void {
  const { evidence } = context;
  if (typeof value === "object" && value !== null && Object.hasOwn(value, "org_id")) {
    const data = checked(organizationCollectionSchema.safeParse(value), file, context);
    if (data === undefined) return;
    statements(evidence).ids.add(data.org_id);
    evidence.membership.managedBy(data.org_id, data.management_account_id);
    evidence.organizationCollections.set(data.org_id, data);
    return;
  }
  const data = checked(collectionSchema.safeParse(value), file, context);
  if (data === undefined) return;
  evidence.membership.seen(data.account_id, data.partition);
  evidence.collections.set(data.account_id, data);
}

/** The value; undefined when it is malformed, which is a problem. */
function checked<T>(
  { data, error }: z.ZodSafeParseResult<T>,
  file: SourceFile,
  context: ReadContext,
): T | undefined {
  const [issue] = error?.issues ?? [];
  if (issue === undefined) return data;
  problem(file, context, issueText(issue), EXPECTED);
  return undefined;
}

function addDecodedReport(
  file: SourceFile,
  { content, generatedAt }: HeldReport,
  context: ReadContext,
): void {
  // The AWS CLI prints base64, which has no commas; whoever decoded it for reading left the text.
  const plain = content.slice(0, HEAD_CHARACTERS).includes(",");
  const text = plain ? content : decode(Buffer.from(content, "base64"));
  addReport(file, text.slice(0, HEAD_CHARACTERS), context, {
    text,
    ...(generatedAt !== null && { generatedAt }),
  });
}

function problem(file: SourceFile, context: ReadContext, what: string, fix: string, line?: number): void {
  // The account is there, whatever is wrong with what was saved of it.
  const account = folderAccount(file.path);
  if (account !== undefined) context.evidence.membership.seen(account);
  context.evidence.problems.push({ source: file.name, what, fix, ...(line === undefined ? {} : { line }) });
}
