import { commonValues } from "../../assess/common-values.js";
import { definitionOf } from "../../assess/definition.js";
import type { JudgePlan } from "../../assess/plan.js";
import type { Engine } from "../../engine/engine.js";
import { iamUsers } from "../../entities/iam-user.js";
import type { Cell } from "../../model/cell.js";
import type { Share, SharedControl } from "../../model/share.js";
import { measureByGroup } from "../prevalence.js";
import { coarsen, coarsePopulation } from "./coarsen.js";
import type { Member } from "./members.js";
import { shareControl } from "./share-control.js";

export interface ShareOptions {
  /** The random id of a member. */
  readonly idOf: (member: Member) => string;
  /** The month of the newest audit time of a member: `2026-11`. */
  readonly monthOf: (member: Member) => string;
  readonly toolVersion: string;
  /** Null: exact counts. */
  readonly minCell: number | null;
}

export interface SharedMember {
  readonly member: Member;
  readonly share: Share;
  /** Controls that its accounts do not all judge with the same parameters: such counts compare with nothing. */
  readonly leftOut: readonly string[];
}

/** What each organization and standalone account of an opened snapshot would share: judged all together, in one go. */
export async function shareOrganizations(
  engine: Engine,
  plan: JudgePlan,
  members: readonly Member[],
  options: ShareOptions,
): Promise<SharedMember[]> {
  const keys = new Map(
    members.flatMap(({ key, accounts }) => accounts.map((account) => [account, key] as const)),
  );
  const groups = await measureByGroup(engine, plan, (account) => keys.get(account) ?? "");
  const controls = plan.controls.map((control) => ({
    control,
    definition: definitionOf(control),
    valuesIn: commonValues(plan, control),
  }));
  const userControls = new Set(
    plan.controls.filter(({ entity }) => entity === iamUsers).map(({ declaration }) => declaration.id),
  );
  return members.map((member) => {
    const rows = groups.get(member.key) ?? [];
    const leftOut: string[] = [];
    const shared = controls.flatMap(({ control, definition, valuesIn }): SharedControl[] => {
      const { id } = control.declaration;
      const row = rows.find((one) => one.control_id === id);
      const values = valuesIn(member.accounts);
      if (values === undefined) leftOut.push(id);
      if (values === undefined || row === undefined) return [];
      return [shareControl(row, { control, definition, values }, options.minCell)];
    });
    // One more than users for every account whose users are not known.
    const populations = rows.filter((row) => userControls.has(row.control_id)).map((row) => row.population);
    const head = headOf(member, Math.max(member.users, ...populations), options);
    return { member, leftOut, share: { ...head, controls: shared } };
  });
}

/** `subjects`: the population of the controls on users. */
function headOf(member: Member, subjects: number, options: ShareOptions): Omit<Share, "controls"> {
  const { idOf, monthOf, toolVersion, minCell } = options;
  const accounts = member.accounts.length;
  const part = (count: number, of: number): Cell => (minCell === null ? count : coarsen(count, of, minCell));
  return {
    version: 1,
    organization: idOf(member),
    month: monthOf(member),
    tool_version: toolVersion,
    min_cell: minCell,
    accounts: minCell === null ? accounts : coarsePopulation(accounts, minCell),
    standalone_accounts: part(member.standaloneAccounts, accounts),
    users: part(member.users, subjects),
  };
}
