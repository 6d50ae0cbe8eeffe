import { iamUsers } from "../entities/iam-user.js";
import { conditionSql } from "./any-credential.js";
import { tokenize } from "./tokens.js";

/** A condition of our own data files on a user `u` (and its password or any of its access keys, `c`), with the audit time put in. */
export function userCondition(when: string, asOf: string): string {
  return conditionSql(
    iamUsers,
    tokenize(when, "data"),
    { values: new Map(), asOf },
    { where: "data", kinds: ["password", "access_key"] },
  );
}
