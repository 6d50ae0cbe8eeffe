import type { Companion, LakeTable } from "../model/entity.js";
import { companionsOf } from "../sources/tables.js";
import { credentialColumn } from "./bind.js";
import type { Control } from "./control.js";
import { credentialColumnSql } from "./credential-sql.js";
import { readsOneTable } from "./select.js";
import { type Token, tokenize } from "./tokens.js";

/** The columns of a control's query that make a verdict and its tier. Labels count beside verdicts. */
const VERDICT = ["applies", "fails", "assumed", "aged_from", "since"];

/** The credential that a finding is about, by the columns of findings; both null: the subject itself. */
export interface JudgedCredential {
  readonly credential: string | null;
  readonly slot: number | null;
}

/**
 * The columns of its subject's table that a verdict of a control rests on, none of them derived from others: read off its
 * query, and of a credential off how that lies in its subject's row. A query that reads further tables or asks
 * subqueries may rest on any column.
 */
export function restsOn(control: Control, judged: JudgedCredential): ReadonlySet<string> {
  const { declaration, entity, table, select } = control;
  const found = new Set<string>();
  const tokens = VERDICT.flatMap((name) => select.items.get(name) ?? []);
  if (!readsOneTable(select) || tokens.some(({ text }) => text.toUpperCase() === "SELECT")) {
    for (const name of Object.keys(entity.columns)) addBehind(entity, name, found);
    return found;
  }
  const ofCredential = (at: number) =>
    declaration.credentials.length === 0 ? undefined : credentialColumn(tokens, at);
  tokens.forEach((token, at) => {
    const column = ofCredential(at);
    if (column !== undefined) addOfCredential(control, judged, column, found);
    // Every name counts that a column has: to take another for one costs a question, and no verdict.
    else if (ofCredential(at - 2) === undefined) addOfTable(control, table, nameIn(token), found);
  });
  return found;
}

function addOfCredential(
  { entity }: Control,
  { credential, slot }: JudgedCredential,
  column: string,
  found: Set<string>,
): void {
  for (const layout of entity.credentials?.inColumns ?? []) {
    if (layout.kind !== credential || layout.slot !== slot) continue;
    addWords(entity, credentialColumnSql(layout.sql(entity.alias), column), found);
  }
}

function addOfTable({ entity }: Control, table: LakeTable, name: string, found: Set<string>): void {
  const companion = companionsOf(entity).find((one) => one === table);
  const sources = companion === undefined ? [name] : sourcesOf(companion, name, entity);
  for (const source of sources) addBehind(entity, source, found);
}

/** The columns of the entity that a column of its companion is made of. */
function sourcesOf(companion: Companion, name: string, entity: LakeTable): readonly string[] {
  if (!Object.hasOwn(companion.columns, name)) return [];
  const sql = derivedSql(companion, name);
  if (sql !== undefined) return wordsOf(sql).flatMap((word) => sourcesOf(companion, word, entity));
  if (Object.hasOwn(entity.columns, name)) return [name];
  const { madeOf = {} } = companion;
  return madeOf[name] ?? Object.values(madeOf).flat();
}

/** Adds a column, or those that it is derived from. */
function addBehind(table: LakeTable, name: string, found: Set<string>): void {
  if (!Object.hasOwn(table.columns, name)) return;
  const sql = derivedSql(table, name);
  if (sql === undefined) found.add(name);
  else addWords(table, sql, found);
}

function addWords(table: LakeTable, sql: string, found: Set<string>): void {
  for (const word of wordsOf(sql)) addBehind(table, word, found);
}

function derivedSql({ derived = [] }: LakeTable, name: string): string | undefined {
  return derived.find((columns) => Object.hasOwn(columns, name))?.[name];
}

function wordsOf(sql: string): string[] {
  return tokenize(sql, "a derived column").map(nameIn);
}

function nameIn({ kind, text }: Token): string {
  return kind === "quoted" ? text.slice(1, -1) : text;
}
