import { findingsSql } from "../assess/plan.js";
import type { Context } from "./command.js";
import { type JudgeChoice, openForJudging } from "./judge-run.js";
import type { Recheck } from "./recheck.js";

/** Names of the users that fail a control, by account: those that are worth a second look. */
export function failingUsers(lake: string, choice: JudgeChoice, context: Context): Recheck {
  return async (engine, manifest, stage) => {
    const { plan } = await openForJudging({ engine, lake, manifest }, choice, context, { stage });
    const findings = findingsSql(plan, { statuses: ["fail"], brief: true }, engine);
    const rows = await engine.all(
      `SELECT DISTINCT u.account_id, u.user_name FROM (${findings}) f JOIN iam_users u ON u.arn = f.subject_arn ORDER BY 1, 2`,
    );
    const users = new Map<string, string[]>();
    for (const { account_id, user_name } of rows) {
      const names = users.get(String(account_id)) ?? [];
      users.set(String(account_id), [...names, String(user_name)]);
    }
    return users;
  };
}
