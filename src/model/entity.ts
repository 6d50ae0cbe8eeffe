import type { EvidenceKind } from "./coverage.js";
import type { CredentialKind, OwnCredentialColumn } from "./credential.js";
import type { Column, Table } from "./table.js";

type Columns = Record<string, Column>;

/** Evidence that lists the rows of a table; `run`: whoever collects writes them, whatever the evidence. There is no default. */
export type ListedBy = readonly [EvidenceKind, ...EvidenceKind[]] | "run";

/** A table of the lake. */
export interface LakeTable extends Table {
  /** Where no kind is `ok` for an account, its rows are not all there: each control over them counts one `unknown` for it. */
  readonly listedBy: ListedBy;
  /** Columns that other evidence fills: NULL without it. */
  readonly filledBy?: Readonly<Record<string, readonly [EvidenceKind, ...EvidenceKind[]]>>;
  readonly scope: "account" | "region" | "organization";
  /** SQL of columns over the others, computed when the table is written. Each step may read the columns of those before it. */
  readonly derived?: readonly Readonly<Record<string, string>>[];
}

/** SQL of the columns of a table, by their names. */
export type ColumnsSql<C extends Columns> = { readonly [Name in keyof C]: string };

/** SQL of what is known of a credential, and of what tells it from others of its kind and owner; not given: NULL. */
export interface CredentialSql {
  readonly columns: { readonly [Name in OwnCredentialColumn]?: string };
  readonly identity: string;
  /** That it is there at all; left out: it is active, was made, or nothing is known of it. */
  readonly exists?: string;
}

/** A credential that lies in columns of its owner's row, such as a key slot of the credential report. */
export interface CredentialInColumns {
  readonly kind: CredentialKind;
  readonly slot: 1 | 2 | null;
  /** Over a row of the owner's table with this alias. */
  readonly sql: (alias: string) => CredentialSql;
}

/** Credentials that are rows of another table. */
export interface CredentialsInRows {
  readonly kinds: readonly CredentialKind[];
  readonly table: LakeTable;
  /** Kinds that other evidence lists than what lists the rows of the table. */
  readonly listedBy?: Readonly<Partial<Record<CredentialKind, ListedBy>>>;
  /** Over a row of that table with this alias; `owner` is the ARN of whose it is. */
  readonly sql: (alias: string) => CredentialSql & { readonly owner: string; readonly kind: string };
}

/** The evidence that lists credentials of a kind that are rows. */
export function listing({ table, listedBy = {} }: CredentialsInRows, kind: CredentialKind): ListedBy {
  return listedBy[kind] ?? table.listedBy;
}

/** A kind of thing that controls judge: all that the rest of the program knows of it. */
export interface Entity extends LakeTable {
  /** What findings call it, such as `iam_user`. */
  readonly kind: string;
  readonly words: { readonly one: string; readonly many: string };
  /** What a control over it judges, for a sentence: "each IAM user". */
  readonly judged: string;
  /** Judged in every audit; others where something that lists them was collected of any account, or they were asked for. */
  readonly core?: true;
  /** What SQL of controls and conditions calls a row. */
  readonly alias: string;
  /** The column that findings name it by, unique within its account. */
  readonly arn: string;
  /** The column of an id that AWS never gives again. */
  readonly uniqueId?: string;
  /** The column of the second in which it was made, where prevalence is told by year. */
  readonly datedBy?: string;
  /** What its absence from a listing that is `ok` means. */
  readonly gone: "deleted" | "never";
  readonly credentials?: {
    readonly inColumns: readonly CredentialInColumns[];
    readonly inRows?: CredentialsInRows;
  };
}

/** A table with a row for each row of an entity's table, made from a snapshot. */
export interface Companion extends LakeTable {
  /** The kind of the entity. */
  readonly of: string;
  readonly alias: string;
  /**
   * The columns of the entity that a column is made of, where it is neither derived nor has the name of one of them. Of a
   * column that is left out nobody says: it is made of all that others are made of.
   */
  readonly madeOf?: Readonly<Record<string, readonly string[]>>;
}

/** What names columns must name some of those that are declared. */
interface Named<C extends Columns> {
  readonly columns: C;
  readonly key: readonly (keyof C)[];
  readonly filledBy?: { readonly [Name in keyof C]?: readonly [EvidenceKind, ...EvidenceKind[]] };
  readonly madeOf?: { readonly [Name in keyof C]?: readonly string[] };
  readonly arn?: keyof C;
  readonly uniqueId?: keyof C;
  readonly datedBy?: keyof C;
}

export function defineLakeTable<const C extends Columns>(table: LakeTable & Named<C>): LakeTable & Table<C> {
  return table;
}

export function defineEntity<const C extends Columns>(entity: Entity & Named<C>): Entity & Table<C> {
  return entity;
}

export function defineCompanion<const C extends Columns>(table: Companion & Named<C>): Companion & Table<C> {
  return table;
}

/** SQL of each column of a table whose alias is this: a column that is renamed breaks the build. */
export function columnsSql<C extends Columns>(columns: C, alias: string): ColumnsSql<C> {
  return Object.fromEntries(Object.keys(columns).map((name) => [name, `${alias}.${name}`])) as ColumnsSql<C>;
}
