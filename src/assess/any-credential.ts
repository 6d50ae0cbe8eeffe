import { stringLiteral } from "../engine/sql.js";
import type { CredentialKind } from "../model/credential.js";
import type { Entity } from "../model/entity.js";
import { bind, credentialColumn, type Names } from "./bind.js";
import { credentialColumnSql } from "./credential-sql.js";
import type { Token } from "./tokens.js";

/**
 * SQL of a condition on a subject whose row has the entity's alias. Where it speaks of a credential `c`, it holds if it does for
 * any of those that lie in columns of the row: of these kinds, where some are named.
 */
export function conditionSql(
  entity: Entity,
  tokens: readonly Token[],
  names: Omit<Names, "credential">,
  { where, kinds = [] }: { readonly where: string; readonly kinds?: readonly CredentialKind[] },
): string {
  if (!tokens.some((_, at) => credentialColumn(tokens, at) !== undefined))
    return `(${bind(tokens, names, where)})`;
  const layouts = (entity.credentials?.inColumns ?? []).filter(
    ({ kind }) => kinds.length === 0 || kinds.includes(kind),
  );
  const any = layouts.map(({ kind, slot, sql }) => {
    const found = sql(entity.alias);
    const credential = (column: string) => {
      if (column === "kind") return stringLiteral(kind);
      return column === "slot" ? String(slot ?? "NULL") : credentialColumnSql(found, column);
    };
    return `(${bind(tokens, { ...names, credential }, where)})`;
  });
  return any.length === 0 ? "FALSE" : `(${any.join(" OR ")})`;
}
