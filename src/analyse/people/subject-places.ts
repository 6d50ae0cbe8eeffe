import type { Engine } from "../../engine/engine.js";
import { accountOwnerColumns, type OwnerRule, ownerColumns } from "./owners.js";

/**
 * Makes the tables `account_places` (`account_id`, `account_name`, `alias`, `ou_path`, `owner`) and
 * `user_owners` (`account_id`, `arn`, `owner`) of an opened snapshot: who owns what, worked out once.
 */
export async function makeSubjectPlaces(engine: Engine, rules: readonly OwnerRule[]): Promise<void> {
  const ofAccount = accountOwnerColumns(rules, engine.dialect);
  const ofUser = ownerColumns(rules, engine.dialect);
  await engine.run(
    `CREATE OR REPLACE TABLE account_places AS SELECT a.account_id, a.name AS account_name, a.alias, a.ou_path, ${ofAccount.owner} AS owner FROM accounts a`,
  );
  await engine.run(
    `CREATE OR REPLACE TABLE user_owners AS SELECT u.account_id, u.arn, ${ofUser.owner} AS owner` +
      " FROM iam_users u LEFT JOIN accounts a ON a.account_id = u.account_id",
  );
}

/** The owner of a finding `f` that is joined by `PLACES`. */
export const OWNER = "CASE WHEN o.arn IS NULL THEN a.owner ELSE o.owner END";

/** Joins to a finding `f` its account's place `a` and, where it is about a user, the user's owner `o`. */
export const PLACES =
  "LEFT JOIN account_places a ON a.account_id = f.account_id" +
  " LEFT JOIN user_owners o ON o.account_id = f.account_id AND o.arn = f.subject_arn";
