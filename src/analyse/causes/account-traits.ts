import type { Dialect, Engine } from "../../engine/engine.js";
import type { TraitKind } from "../../model/trait-kinds.js";
import { createTable } from "../create-table.js";
import { SHARED_TABLES } from "./work-tables.js";
import { yearSql } from "./year-sql.js";

/** So deep organizational units can lie in each other. https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html */
const UNIT_LEVELS = [1, 2, 3, 4, 5];

/** Makes the table of the traits of accounts: what they are and where they lie. */
export async function createAccountTraits(engine: Engine, asOf: number): Promise<void> {
  const [{ n = 0 } = {}] = await engine.all("SELECT count(DISTINCT org_id) AS n FROM accounts");
  // Units of several organizations have the same paths, so they are told apart.
  const selects = traitSelects(engine.dialect, asOf, Number(n) > 1);
  await createTable(
    engine,
    SHARED_TABLES.accounts,
    `SELECT * FROM (${selects.join(" UNION ALL ")}) t WHERE value IS NOT NULL`,
  );
}

function traitSelects(dialect: Dialect, asOf: number, manyOrganizations: boolean): string[] {
  const of = (kind: TraitKind, value: string, from = "accounts") =>
    `SELECT account_id AS x, '${kind}' AS kind, ${value} AS value FROM ${from}`;
  const unit = manyOrganizations ? "concat(unit, ' of ', coalesce(org_id, '?'))" : "unit";
  const tags = dialect.jsonMembers("accounts", "tags", ["account_id"]);
  const first =
    "(SELECT account_id, min(created_at) AS created_at FROM (SELECT account_id, created_at FROM root_users" +
    " UNION ALL SELECT account_id, created_at FROM iam_users) y GROUP BY account_id) o";
  return [
    of("account", "account_id"),
    of("organization", "org_id"),
    of("account_role", "nullif(org_role, 'unknown')"),
    of("partition", "partition"),
    of("account_year", yearSql("created_at", asOf), first),
    ...UNIT_LEVELS.map((level) =>
      of(
        "organizational_unit",
        `CASE WHEN unit <> '' THEN ${unit} END`,
        `(SELECT account_id, org_id, regexp_extract(ou_path, '^(?:/[^/]+){${level}}') AS unit FROM accounts) o`,
      ),
    ),
    of("account_tag", "concat(t.key, '=', t.value)", `(${tags}) t`),
    of("account_tag_key", "t.key", `(${tags}) t`),
  ];
}
