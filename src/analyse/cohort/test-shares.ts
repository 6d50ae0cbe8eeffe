import type { Share, SharedControl } from "../../model/share.js";

/** A shared file of one control, as tests need it; `more` replaces members. */
export function shareOf(controls: readonly Partial<SharedControl>[], more: Partial<Share> = {}): Share {
  return {
    version: 1,
    organization: "0123456789abcdef0123456789abcdef",
    month: "2026-11",
    tool_version: "0.1.0",
    min_cell: null,
    accounts: 1,
    standalone_accounts: 0,
    users: 10,
    ...more,
    controls: controls.map(controlOf),
  };
}

function controlOf(more: Partial<SharedControl>): SharedControl {
  return {
    control_id: "user-unused",
    definition: "0123456789ab",
    subject: "iam_user",
    parameters: { max_idle_days: 90 },
    fail: 3,
    pass: 4,
    unknown: 2,
    not_applicable: 1,
    population: 10,
    tiers: [],
    labels: [],
    ...more,
  };
}

/** A random-looking id, another for every number. */
export function idOf(number: number): string {
  return number.toString(16).padStart(32, "0");
}
