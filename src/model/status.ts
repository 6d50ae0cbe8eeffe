/** A verdict. Rank: fail > unknown > pass > not_applicable; a subject takes the worst of its credentials. */
export const STATUSES = ["not_applicable", "pass", "unknown", "fail"] as const;
export type Status = (typeof STATUSES)[number];

/** The rank of each status as the runner's SQL writes it. */
export const RANK = { not_applicable: 0, pass: 1, unknown: 2, fail: 3 } as const satisfies Record<
  Status,
  number
>;

/** A text that an engine gave as a status. Throws a `RangeError` for any other. */
export function statusOf(value: unknown): Status {
  const status = STATUSES.find((one) => one === value);
  if (status === undefined) throw new RangeError(`no status ${value}`);
  return status;
}

export const SEVERITIES = ["informational", "low", "medium", "high", "critical"] as const;
export type Severity = (typeof SEVERITIES)[number];

export function severityAtLeast(severity: Severity, limit: Severity): boolean {
  return SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(limit);
}
