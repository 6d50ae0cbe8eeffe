import { BURST } from "../../model/trait-kinds.js";

/**
 * SELECTs of the users, and of the active keys, that were made in bursts: at least so many users of one account, each
 * within so many seconds of the next one. A person at the console is not that quick. Columns: subject, burst
 * (`<account>|<epoch second of its first member>`); a user is in one burst of users, its keys in up to two.
 */
export function burstSelects(): { readonly users: string; readonly keys: string } {
  const made = "SELECT arn, account_id, created_at FROM iam_users WHERE created_at IS NOT NULL";
  const keys = [1, 2].map(
    (slot) =>
      `SELECT arn, account_id, access_key_${slot}_created_at AS created_at FROM iam_users` +
      ` WHERE access_key_${slot}_active AND access_key_${slot}_created_at IS NOT NULL`,
  );
  return { users: burstsSql(made), keys: burstsSql(keys.join(" UNION ALL ")) };
}

/** Runs of creations without a larger gap. Only what has a neighbour is sorted into runs: that is little. */
function burstsSql(made: string): string {
  const { gapSeconds, minMembers } = BURST;
  const inOrder = "PARTITION BY account_id ORDER BY created_at, arn";
  return (
    `WITH near AS (SELECT arn, account_id, created_at, created_at - lag(created_at) OVER (${inOrder}) AS before,` +
    ` lead(created_at) OVER (${inOrder}) - created_at AS after FROM (${made}) x),` +
    " members AS (SELECT arn, account_id, created_at," +
    ` sum(CASE WHEN before <= ${gapSeconds} THEN 0 ELSE 1 END) OVER (${inOrder} ROWS UNBOUNDED PRECEDING) AS run` +
    ` FROM near WHERE before <= ${gapSeconds} OR after <= ${gapSeconds}),` +
    " runs AS (SELECT account_id, run, min(created_at) AS start FROM members GROUP BY account_id, run" +
    ` HAVING count(DISTINCT arn) >= ${minMembers})` +
    " SELECT DISTINCT m.arn AS subject, concat(m.account_id, '|', CAST(r.start AS VARCHAR)) AS burst" +
    " FROM members m JOIN runs r ON r.account_id = m.account_id AND r.run = m.run"
  );
}
