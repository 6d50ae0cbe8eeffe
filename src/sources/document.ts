import { z } from "zod";
import type { RowOf, Table } from "../model/table.js";
import type { Evidence } from "./evidence.js";

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
  readonly kind: string | undefined;
}

/** What could not be read of a document: all of it (`raw` is undefined), or an element of one of its lists. */
export interface Lost {
  /** `UserDetailList[3].CreateDate` */
  readonly place: string;
  readonly reason: string;
  readonly member?: string;
  readonly raw?: unknown;
}

/** How documents of one kind are read. */
export interface Reader {
  /** Members by which it is recognised; no other kind of document has them. */
  readonly members: readonly string[];
  /** The name of the file, where that decides and not a member. */
  readonly named?: string;
  /** Reads a value that has such a member; false: it is something else after all. */
  read(value: object, at: At): boolean;
}

/** Elements of a list, each checked by itself. */
export class Elements<Element> {
  constructor(
    readonly good: readonly Element[],
    readonly lost: readonly { readonly index: number; readonly raw: unknown; readonly issue: Issue }[],
  ) {}
}
type Issue = Pick<z.core.$ZodIssue, "path" | "message">;

/** A list of which a bad element loses itself and nothing else. A list that is not there is empty. */
export function each<Schema extends z.ZodType>(schema: Schema) {
  return z.array(z.unknown()).transform((all) => {
    const good: z.output<Schema>[] = [];
    const lost: Elements<unknown>["lost"][number][] = [];
    for (const [index, raw] of all.entries()) {
      const checked = schema.safeParse(raw);
      if (checked.success) good.push(checked.data);
      else lost.push({ index, raw, issue: firstIssue(checked.error) });
    }
    return new Elements(good, lost);
  });
}

interface Spec<Shape extends z.ZodRawShape> {
  readonly member: string | readonly string[];
  readonly named?: string;
  /** Tells it from another document with the same member. */
  readonly is?: (value: object) => boolean;
  readonly shape: Shape;
}
type Value<Shape extends z.ZodRawShape> = z.output<z.ZodObject<Shape>>;

/** An account that a document is about. */
export interface AtAccount extends At {
  readonly account: string;
}

interface AccountSpec<Shape extends z.ZodRawShape> extends Spec<Shape> {
  /** The account that the document itself names; else it is the one of its folder. */
  readonly accountOf?: (value: Value<Shape>, at: At) => string | undefined;
  readonly add: (value: Value<Shape>, at: AtAccount) => void;
  /** What is left of an element that was lost. */
  readonly lost?: (lost: Lost, at: AtAccount) => void;
  /** false: it adds to a kind of evidence, but is not all of it. */
  readonly whole?: false;
}

/** A document about one account. What is lost of it makes the coverage of its kind an error. */
export function accountDocument<Shape extends z.ZodRawShape>(spec: AccountSpec<Shape>): Reader {
  return reader(spec, (value, losses, at) => {
    const account = (value && spec.accountOf?.(value, at)) ?? at.folder;
    if (account === undefined || at.region === undefined) {
      const [missing, fix] = account === undefined ? NO_ACCOUNT : NO_REGION;
      if (losses.length === 0) unplaced(at, missing, fix);
      return;
    }
    const here = { ...at, account };
    noteEvidence(here, losses, value !== undefined && spec.whole !== false);
    if (value === undefined) return;
    for (const one of losses) spec.lost?.(one, here);
    spec.add(value, here);
  });
}

function noteEvidence(
  { evidence, account, kind, region }: AtAccount,
  losses: readonly Lost[],
  there: boolean,
): void {
  evidence.membership.seen(account);
  if (kind === undefined) return;
  if (losses.length > 0) evidence.faulty(account, kind, faultOf(losses), region);
  if (there) evidence.found(account, kind, region);
}

interface AnySpec<Shape extends z.ZodRawShape> extends Spec<Shape> {
  readonly add: (value: Value<Shape>, losses: readonly Lost[], at: At) => void;
  /** What it means that something of it was lost. */
  readonly fault?: (detail: string, at: At) => void;
}

/** A document that is about no single account, or says itself which. */
export function document<Shape extends z.ZodRawShape>(spec: AnySpec<Shape>): Reader {
  return reader(spec, (value, losses, at) => {
    if (losses.length > 0) spec.fault?.(faultOf(losses), at);
    if (value !== undefined) spec.add(value, losses, at);
  });
}

/** A document about one account that is a list: each element that can be read is added by itself. */
export function accountList<Schema extends z.ZodType>({
  member,
  element,
  add,
  ...others
}: Pick<AccountSpec<z.ZodRawShape>, "lost" | "whole"> & {
  readonly member: string;
  readonly element: Schema;
  readonly add: (element: z.output<Schema>, at: AtAccount) => void;
}): Reader {
  const shape = { [member]: each(element) };
  const addAll = (value: Value<typeof shape>, at: AtAccount) => {
    for (const one of value[member]?.good ?? []) add(one, at);
  };
  return accountDocument({ member, shape, add: addAll, ...others });
}

/** The same of a document that is about no single account. */
export function listDocument<Schema extends z.ZodType>(
  member: string,
  element: Schema,
  fault: (detail: string, at: At) => void,
  add: (element: z.output<Schema>, at: At) => void,
  lost?: (lost: Lost, at: At) => void,
): Reader {
  const shape = { [member]: each(element) };
  const addAll = (value: Value<typeof shape>, losses: readonly Lost[], at: At) => {
    for (const one of value[member]?.good ?? []) add(one, at);
    for (const one of losses) lost?.(one, at);
  };
  return document({ member, shape, fault, add: addAll });
}

/** An answer of AWS that leaves out what was asked about; `shape` is what tells it. */
export function unplacedDocument(member: string, missing: string, shape: string): Reader {
  const fix = `Write it with what was asked, as a list ${shape}; \`iamspect collect\` does so.`;
  return document({ member, shape: {}, add: (_, __, at) => unplaced(at, missing, fix) });
}

/** Adds a row to a table that the source of the document names. */
export function addRow<T extends Table>({ evidence }: At, table: T, row: RowOf<T>): void {
  evidence.rows.add(table, row);
}

const NO_ACCOUNT = [
  "which account it is about",
  "Put it into a folder called by the 12 digits of the account.",
] as const;
const NO_REGION = [
  "which Region it is about",
  "Put it into a folder called by the Region, such as eu-central-1.",
] as const;
const LOST = "What rests on it counts as unknown. Fetch the document again.";
function unplaced({ evidence, file }: At, missing: string, fix: string): void {
  evidence.problems.push({ source: file, what: `the document does not say ${missing}`, fix });
}

function reader<Shape extends z.ZodRawShape>(
  { member, named, is, shape }: Spec<Shape>,
  take: (value: Value<Shape> | undefined, losses: readonly Lost[], at: At) => void,
): Reader {
  const schema = z.object(shape);
  return {
    members: [member].flat(),
    ...(named !== undefined && { named }),
    read(value, at) {
      if (is?.(value) === false) return false;
      const checked = schema.safeParse(value);
      const losses = checked.success ? lossesOf(checked.data) : [lossOf(firstIssue(checked.error))];
      for (const { place, reason } of losses) {
        const what = `${at.inFile}${place === "" ? "the document" : place}: ${reason}`;
        at.evidence.problems.push({ source: at.file, what, fix: LOST });
      }
      take(checked.success ? checked.data : undefined, losses, at);
      return true;
    },
  };
}

function lossesOf(value: object): Lost[] {
  return Object.entries(value).flatMap(([member, list]) =>
    list instanceof Elements
      ? list.lost.map(({ index, raw, issue }) => ({
          ...lossOf({ ...issue, path: [member, index, ...issue.path] }),
          member,
          raw,
        }))
      : [],
  );
}

function lossOf({ path, message }: Issue): Lost {
  return { place: pathText(path), reason: message };
}

/** `UserDetailList[3].CreateDate` */
export function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((part, index) =>
      typeof part === "number" ? `[${part}]` : `${index === 0 ? "" : "."}${String(part)}`,
    )
    .join("");
}

function firstIssue({ issues: [first] }: z.ZodError): Issue {
  return first ?? { path: [], message: "is malformed" };
}

function faultOf([first, ...others]: readonly Lost[]): string {
  const more = others.length === 0 ? "" : `, and ${others.length} more`;
  return `cannot be read: ${first?.place || "the document"}: ${first?.reason}${more}`;
}
