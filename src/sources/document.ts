import type { z } from "zod";
import type { Evidence } from "./evidence.js";
import type { TableRows } from "./table-rows.js";

/** Where a document was found, and what the folders on the way say of it. */
export interface Place {
  /** The file as messages call it, and the place of the document in it: `[2].` of several. */
  readonly file: string;
  readonly inFile: string;
  /** The account and organization that a folder is called by. */
  readonly folder: string | undefined;
  readonly organization: string | undefined;
  /** The Region that a folder is called by; '' for a document of no Region. */
  readonly region: string | undefined;
}

/** A place, what is read into, and the kind of evidence that the document belongs to, if any. */
export interface At extends Place {
  readonly evidence: Evidence;
  readonly rows: TableRows;
  readonly kind: string | undefined;
}

/** A place in an account that a document is about. */
export interface AtAccount extends At {
  readonly account: string;
}

/** Twice the users that an account can have. Where more cannot be read, nothing more is to be had, and telling it takes all memory. */
export const MOST_LOST = 10_000;

/** What could not be read: `UserDetailList[3].CreateDate: must be a time`. */
type Lost = string;

/** A part of a document, checked by itself: it is added, or it is lost, and no other part suffers. */
export interface Part<Where extends At> {
  /** The member that holds it, and tells what kind of document this is: no other kind has it. */
  readonly member: string;
  read(value: object, at: Where): Lost[];
}

/** A member of a document. */
export function one<Schema extends z.ZodType, Where extends At>(
  member: string,
  schema: Schema,
  add: (value: z.output<Schema>, at: Where) => void,
): Part<Where> {
  return { member, read: (value, at) => take(schema, Reflect.get(value, member), [member], at, add) };
}

/** A document as a whole, known by a member. */
export function whole<Schema extends z.ZodType, Where extends At>(
  member: string,
  schema: Schema,
  add: (value: z.output<Schema>, at: Where) => void,
): Part<Where> {
  return { member, read: (value, at) => take(schema, value, [], at, add) };
}

/** A list in a document: each element is added by itself; `lost` may know what is left of one that cannot be read. */
export function many<Schema extends z.ZodType, Where extends At>(
  member: string,
  schema: Schema,
  add: (element: z.output<Schema>, at: Where) => void,
  lost?: (raw: unknown, at: Where, lost: Lost) => void,
): Part<Where> {
  return {
    member,
    read(value, at) {
      const list: unknown = Reflect.get(value, member);
      if (list === undefined) return [];
      if (!Array.isArray(list)) return [`${member}: must be a list`];
      const all: Lost[] = [];
      for (const [index, raw] of list.entries()) {
        if (all.length === MOST_LOST)
          return [...all, `${member}[${index}]: is not read, nor what follows it`];
        const found = take(schema, raw, [member, index], at, add);
        for (const one of found) lost?.(raw, at, one);
        all.push(...found);
      }
      return all;
    },
  };
}

/**
 * Answers that each element of a list brings with it, under a member of its own: evidence of a kind of its own, which is
 * there where each has one; `asked` tells the elements that are asked about here, where not all are.
 */
export function filled(
  list: string,
  kinds: Readonly<Record<string, string>>,
  asked: (element: object, at: AtAccount) => boolean = () => true,
): Part<AtAccount> {
  return {
    member: list,
    read(value, at) {
      const { evidence, account, region } = at;
      const all: unknown = Reflect.get(value, list);
      const elements = (Array.isArray(all) ? all : []).map(Object).filter((element) => asked(element, at));
      for (const [member, kind] of Object.entries(kinds)) {
        const without = elements.filter((element) => !Object.hasOwn(element, member)).length;
        if (without === 0) evidence.found(account, kind, region);
        else if (without < elements.length) {
          evidence.faulty(account, kind, `${without} of ${elements.length} are without ${member}`, region);
        }
      }
      return [];
    },
  };
}

/** A part of each element of a list. */
export function inEach<Where extends At>(list: string, part: Part<Where>): Part<Where> {
  return {
    member: list,
    read(value, at) {
      const all: unknown = Reflect.get(value, list);
      const elements: unknown[] = Array.isArray(all) ? all : [];
      return elements.flatMap((one, index) =>
        part.read(Object(one), at).map((lost) => `${list}[${index}].${lost}`),
      );
    },
  };
}

/** What tells in any API of AWS, and in what the CLI prints, that a list goes on after the document. */
const TOKENS = ["NextToken", "nextToken", "NextMarker", "NextContinuationToken", "ContinuationToken"];

/**
 * A document that says of itself that there is more than it has: what is not there is lost.
 *
 * @see https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-pagination.html
 */
function furtherPages(value: object): Lost[] {
  const said = (member: string): unknown => Object.hasOwn(value, member) && Reflect.get(value, member);
  // IAM and S3 may leave a marker behind where IsTruncated says that this is the last page.
  const older = said("IsTruncated") ? ["IsTruncated"] : Object.hasOwn(value, "IsTruncated") ? [] : ["Marker"];
  const token = [...TOKENS, ...older].find(said);
  return token === undefined ? [] : [`${token}: there are further pages, which are not in the document`];
}

function take<Schema extends z.ZodType, Where extends At>(
  schema: Schema,
  value: unknown,
  path: readonly PropertyKey[],
  at: Where,
  add: (value: z.output<Schema>, at: Where) => void,
): Lost[] {
  const checked = schema.safeParse(value);
  if (checked.success) {
    add(checked.data, at);
    return [];
  }
  const { path: inner = [], message = "is malformed" } = checked.error.issues[0] ?? {};
  return [issueText({ path: [...path, ...inner], message })];
}

/** `UserDetailList[3].CreateDate: must be a time` */
export function issueText({ path, message }: Pick<z.core.$ZodIssue, "path" | "message">): string {
  const parts = path.map((part, index) =>
    typeof part === "number" ? `[${part}]` : `${index === 0 ? "" : "."}${String(part)}`,
  );
  return `${parts.join("") || "the document"}: ${message}`;
}

/** How documents of one kind are read. */
export interface Reader {
  readonly members: readonly string[];
  /** The name of the file, where that decides and not a member. */
  readonly named?: string;
  /** Reads a value that has such a member; false: it is something else after all. */
  read(value: object, at: At): boolean;
}

interface Options {
  /** The members by which it is recognised, where not each of its parts tells. */
  readonly members?: readonly string[];
  readonly named?: string;
  /** Tells it from another document with the same member. */
  readonly is?: (value: object) => boolean;
}

interface AccountOptions extends Options {
  /** The account that the document itself names; else it is the one of its folder. */
  readonly accountOf?: (value: object, at: At) => string | undefined;
  /** It is a page: others may hold what follows, and it looks after that itself. */
  readonly page?: true;
  /** false: it adds to a kind of evidence, but is not all of it. */
  readonly whole?: false;
}

/** A document about one account. What is lost of it makes the coverage of its kind an error. */
export function accountDocument(
  parts: readonly Part<AtAccount>[],
  { accountOf, page, whole, ...options }: AccountOptions = {},
): Reader {
  return reader(parts, options, (value, at) => {
    const { evidence, kind, region } = at;
    const account = accountOf?.(value, at) ?? at.folder;
    if (account === undefined) return saysNot(at, "which account it is about", CALL_ACCOUNT);
    if (region === undefined) return saysNot(at, "which Region it is about", CALL_REGION);
    evidence.membership.seen(account);
    const lost = readParts(parts, value, { ...at, account }, page);
    if (kind === undefined) return;
    if (lost.length > 0) evidence.faulty(account, kind, faultOf(lost), region);
    if (whole !== false) evidence.found(account, kind, region);
  });
}

/** A document that is about no single account, or says itself which; `fault` is told what could not be read of it. */
export function document(
  parts: readonly Part<At>[],
  fault?: (detail: string, at: At) => void,
  options: Options = {},
): Reader {
  return reader(parts, options, (value, at) => {
    const lost = readParts(parts, value, at);
    if (lost.length > 0) fault?.(faultOf(lost), at);
  });
}

/** An answer of AWS that leaves out what was asked about; `shape` is what tells it. */
export function unplacedDocument(member: string, missing: string, shape: string): Reader {
  const fix = `Write it with what was asked, as a list ${shape}; \`iamspect collect\` does so.`;
  return reader([], { members: [member] }, (_, at) => saysNot(at, missing, fix));
}

/** A document that only the name of its file tells from others that look the same. */
export function unnamedDocument(member: string, missing: string, file: string): Reader {
  const fix = `Where they are, call the file ${file}; \`iamspect collect\` does so.`;
  return reader([], { members: [member] }, (_, at) => saysNot(at, missing, fix));
}

const CALL_ACCOUNT = "Put it into a folder called by the 12 digits of the account.";
const CALL_REGION = "Put it into a folder called by the Region, such as eu-central-1.";
const LOST = "What rests on it counts as unknown. Fetch the document again.";

function saysNot({ evidence, file }: At, missing: string, fix: string): void {
  evidence.problems.push({ source: file, what: `the document does not say ${missing}`, fix });
}

function reader<Where extends At>(
  parts: readonly Part<Where>[],
  { members = parts.map(({ member }) => member), named, is }: Options,
  take: (value: object, at: At) => void,
): Reader {
  return {
    members,
    ...(named !== undefined && { named }),
    read(value, at) {
      if (is?.(value) === false) return false;
      take(value, at);
      return true;
    },
  };
}

/** Reads all parts; what is lost is a problem. */
function readParts<Where extends At>(
  parts: readonly Part<Where>[],
  value: object,
  at: Where,
  page = false,
): Lost[] {
  const lost = [...parts.flatMap((part) => part.read(value, at)), ...(page ? [] : furtherPages(value))];
  for (const each of lost) {
    at.evidence.problems.push({ source: at.file, what: `${at.inFile}${each}`, fix: LOST });
  }
  return lost;
}

function faultOf([first = "", ...others]: readonly Lost[]): string {
  return `cannot be read: ${first}${others.length === 0 ? "" : `, and ${others.length} more`}`;
}
