import type { Control } from "../../assess/control.js";
import type { Engine } from "../../engine/engine.js";
import { stringLiteral } from "../../engine/sql.js";
import type { Entity, LakeTable } from "../../model/entity.js";
import { entitiesOf, seriesOf } from "./series.js";

/**
 * Makes `unlisted_h` (`snapshot`, `account_id`, `subjects`, `some_known`): the accounts of which nothing that lists the
 * subjects of controls is there, by the place of their kind, and whether some of them are known all the same.
 */
export async function makeUnlistedAccounts(engine: Engine, controls: readonly Control[]): Promise<void> {
  const entities = entitiesOf(controls);
  const lacking = entities.map(
    (entity, subjects) =>
      `SELECT x.snapshot, x.account_id, CAST(${subjects} AS INTEGER) AS subjects FROM (${unlistedSql(entity)}) x`,
  );
  await engine.run(`CREATE OR REPLACE TABLE nothing_lists AS ${lacking.join(" UNION ALL ")}`);
  const known = entities.map(someKnownSql).join(" UNION ALL ");
  await engine.run(
    "CREATE OR REPLACE TABLE unlisted_h AS SELECT n.*, k.account_id IS NOT NULL AS some_known FROM nothing_lists n" +
      ` LEFT JOIN (${known}) k ON k.snapshot = n.snapshot AND k.account_id = n.account_id AND k.subjects = n.subjects`,
  );
}

/**
 * SELECT of `snapshot` and `account_id` where no evidence that lists the rows of a table is there; of things of a Region,
 * also where it is missing of one Region of which anything is told.
 */
export function unlistedSql({ listedBy, scope }: Pick<LakeTable, "listedBy" | "scope">): string {
  return (
    `SELECT a.snapshot, a.account_id FROM accounts_h a LEFT JOIN (${listedSql(listedBy, scope)}) l` +
    " ON l.snapshot = a.snapshot AND l.account_id = a.account_id WHERE l.account_id IS NULL"
  );
}

function listedSql(listedBy: LakeTable["listedBy"], scope: LakeTable["scope"]): string {
  if (listedBy === "run") return "SELECT snapshot, account_id FROM accounts_h";
  const ofKinds = `FROM coverage_h WHERE kind IN (${listedBy.map(stringLiteral).join(", ")})`;
  if (scope !== "region") return `SELECT DISTINCT snapshot, account_id ${ofKinds} AND status = 'ok'`;
  const regions = `SELECT snapshot, account_id, max(CASE WHEN status = 'ok' THEN 1 ELSE 0 END) AS listed ${ofKinds} GROUP BY snapshot, account_id, region`;
  return `SELECT snapshot, account_id FROM (${regions}) r GROUP BY snapshot, account_id HAVING min(listed) = 1`;
}

/** The rows of the accounts in question only: those of all would have to be held in memory. */
function someKnownSql(entity: Entity, subjects: number): string {
  return (
    `SELECT DISTINCT s.snapshot, s.account_id, ${subjects} AS subjects FROM ${seriesOf(entity)} s JOIN nothing_lists n` +
    ` ON n.snapshot = s.snapshot AND n.account_id = s.account_id AND n.subjects = ${subjects}`
  );
}
