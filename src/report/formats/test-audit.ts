import type { AuditedPrevalence, AuditResult } from "../../model/results/audit.js";
import { AUDITED } from "./test-render.js";

/** A control by which half of ten users fail. */
export const PREVALENCE: AuditedPrevalence = {
  control_id: "user-key-rotation",
  title: "Active access keys are no older than 90 days",
  severity: "medium",
  fail: 5,
  pass: 5,
  unknown: 0,
  not_applicable: 0,
  population: 10,
  percent: 50,
  interval: null,
  percent_judged: 50,
  percent_bounds: [50, 50],
  unknown_accounts: 0,
  assumed: 0,
  tiers: [],
  labels: [],
  published: null,
  excepted: 0,
  excepted_assumed: 0,
};

/** An audit of one account by that control. */
export const AUDIT: AuditResult = {
  snapshot_id: "20260101T000000Z-aaaaaa",
  as_of: "2026-01-01T00:00:00Z",
  coverage: { accounts: 1, complete: 1, incomplete: 0 },
  reports: { oldest: null, newest: null },
  users: 10,
  prevalence: [PREVALENCE],
  with_exceptions: false,
  by: undefined,
  groups: [],
  ...AUDITED,
};
