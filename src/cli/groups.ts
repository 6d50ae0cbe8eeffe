import { measureByGroup, measureByYear } from "../analyse/prevalence.js";
import type { JudgePlan } from "../assess/plan.js";
import type { Engine } from "../engine/engine.js";
import { textOf } from "../engine/row-values.js";
import type { ExceptedSubjects } from "../govern/excepted-subjects.js";
import type { AuditedGroup, GroupKind } from "../model/results/audit.js";
import { withExceptedByGroup } from "./excepted-counts.js";

type AccountGroup = Exclude<GroupKind, "year">;

const NAME: Record<AccountGroup, string> = {
  organization: "CASE org_role WHEN 'standalone' THEN 'standalone' ELSE org_id END",
  ou: "ou_path",
  account: "account_id",
};

/** The figures of every group of an opened snapshot, and how many of the subjects are excepted. */
export async function measureBy(
  kind: GroupKind,
  engine: Engine,
  plan: JudgePlan,
  excepted: readonly ExceptedSubjects[],
): Promise<AuditedGroup[]> {
  if (kind === "year") {
    const years = await measureByYear(engine, plan);
    return withExceptedByGroup(years, excepted, ({ year }) => year);
  }
  const names = await groupNames(engine, kind);
  const groupOf = (account: string) => names.get(account) ?? "";
  const groups = await measureByGroup(engine, plan, groupOf);
  const measured = withExceptedByGroup(groups, excepted, ({ accountId }) => groupOf(accountId));
  if (kind !== "account") return measured;
  const called = await accountNames(engine);
  return measured.map((one) => ({ ...one, name: called.get(one.group) ?? null }));
}

async function accountNames(engine: Engine): Promise<ReadonlyMap<string, string | null>> {
  const rows = await engine.all("SELECT account_id, coalesce(name, alias) AS name FROM accounts");
  return new Map(rows.map(({ account_id, name }) => [String(account_id), textOf(name)]));
}

/** The group of each account of an opened snapshot; accounts without one are left out. */
async function groupNames(engine: Engine, kind: AccountGroup): Promise<Map<string, string>> {
  const rows = await engine.all(`SELECT account_id, ${NAME[kind]} AS name FROM accounts`);
  return new Map(
    rows.flatMap(({ account_id, name }) => {
      const group = textOf(name);
      return group === null ? [] : [[String(account_id), group] as const];
    }),
  );
}
