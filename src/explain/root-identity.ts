import { accountOwnerColumns, type OwnerRule } from "../analyse/people/owners.js";
import type { Engine } from "../engine/engine.js";
import { textOf } from "../engine/row-values.js";
import { stringLiteral } from "../engine/sql.js";
import type { UserIdentity } from "../model/results/explanation.js";

/** Whose the root user of an account is: whoever owns the account. Nobody can tell a person from a program there. */
export async function rootIdentity(
  engine: Engine,
  owners: readonly OwnerRule[],
  accountId: string,
): Promise<UserIdentity> {
  const owner = accountOwnerColumns(owners, engine.dialect);
  const [row = {}] = await engine.all(
    `SELECT ${owner.owner} AS owner, ${owner.owner_from} AS owner_from FROM accounts a WHERE a.account_id = ${stringLiteral(accountId)}`,
  );
  return { kind: "unclear", reasons: [], owner: textOf(row.owner), owner_from: textOf(row.owner_from) };
}
