import { measureByGroup, measureByYear } from "../analyse/prevalence.js";
import type { JudgePlan } from "../assess/plan.js";
import type { Engine } from "../engine/engine.js";
import type { ExceptedSubjects } from "../govern/excepted-subjects.js";
import { type AuditedPrevalence, withExceptedByGroup } from "./audit-exceptions.js";

/** By what figures can be split: by groups of accounts, or by the year in which users were created. */
export const GROUP_KINDS = ["organization", "ou", "account", "year"] as const;
type AccountGroup = Exclude<(typeof GROUP_KINDS)[number], "year">;

const NAME: Record<AccountGroup, string> = {
  organization: "CASE org_role WHEN 'standalone' THEN 'standalone' ELSE org_id END",
  ou: "ou_path",
  account: "account_id",
};

/** The figures of every group of an opened snapshot, and how many of the subjects are excepted. */
export async function measureBy(
  kind: string,
  engine: Engine,
  plan: JudgePlan,
  excepted: readonly ExceptedSubjects[] = [],
): Promise<Map<string, AuditedPrevalence[]>> {
  if (kind === "year") {
    const years = await measureByYear(engine, plan);
    return withExceptedByGroup(years, excepted, ({ year }) => year);
  }
  const names = await groupNames(engine, kind as AccountGroup);
  const groupOf = (account: string) => names.get(account) ?? "";
  const groups = await measureByGroup(engine, plan, groupOf);
  return withExceptedByGroup(groups, excepted, ({ accountId }) => groupOf(accountId));
}

/** The group of each account of an opened snapshot; accounts without one are left out. */
async function groupNames(engine: Engine, kind: AccountGroup): Promise<Map<string, string>> {
  const rows = await engine.all(`SELECT account_id, ${NAME[kind]} AS name FROM accounts`);
  return new Map(
    rows.flatMap((row) => (row.name === null ? [] : [[String(row.account_id), String(row.name)] as const])),
  );
}
