import { z } from "zod";
import type { CohortAccount } from "../cohort.js";
import { timeText } from "../time-text.js";
import { EVENTS } from "./events.js";
import { type KnownFinding, knownFindings } from "./known-findings.js";
import { type LaterCohort, laterCohorts } from "./later-cohort.js";
import { auditTime } from "./month.js";

/** The file in which a later demonstration says what changed since the month before. */
export const CHANGES_FILE = "demo-changes.json";

/** `demo-changes.json`: the last month's events, and what `diff` has to say of the controls that read the report alone. */
export const demoChangesSchema = z.object({
  version: z.literal(2),
  as_of: z.iso.datetime(),
  compared_with: z.iso.datetime(),
  accounts_not_collected: z.array(z.string()),
  events: z.array(z.object({ event: z.enum([...EVENTS, "user_created"]), arn: z.string() })),
  findings: z.array(
    z.object({
      control_id: z.string(),
      change: z.enum(["new", "reopened", "fixed"]),
      how: z.enum(["passes", "credential_gone", "subject_gone"]).nullable(),
      account_id: z.string(),
      arn: z.string(),
      key_created_at: z.iso.datetime().nullable(),
    }),
  ),
});
type DemoChanges = z.infer<typeof demoChangesSchema>;
type ChangedFinding = DemoChanges["findings"][number];

/** The cohort so many months later, 1 or more, and what changed in the last of them. */
export function laterDemo(
  first: readonly CohortAccount[],
  months: number,
): { cohort: LaterCohort; changes: DemoChanges } {
  let before: LaterCohort = { accounts: first, events: [], notCollected: [] };
  const ever = new Set<string>();
  let place = 0;
  for (const cohort of laterCohorts(first)) {
    const was = collectedFindings(before, place);
    for (const finding of was) ever.add(keyOf(finding));
    place += 1;
    if (place === months) return { cohort, changes: changesOf(before, cohort, was, ever, place) };
    before = cohort;
  }
  throw new RangeError("months do not end");
}

function changesOf(
  before: LaterCohort,
  cohort: LaterCohort,
  was: readonly KnownFinding[],
  ever: ReadonlySet<string>,
  place: number,
): DemoChanges {
  const is = collectedFindings(cohort, place);
  const [wasKeys, isKeys] = [new Set(was.map(keyOf)), new Set(is.map(keyOf))];
  const skipped = new Set([...before.notCollected, ...cohort.notCollected]);
  const compared = (finding: KnownFinding) => !skipped.has(finding.account_id);
  const how = howFixed(cohort);
  return {
    version: 2,
    as_of: timeText(auditTime(place), "Z"),
    compared_with: timeText(auditTime(place - 1), "Z"),
    accounts_not_collected: [...cohort.notCollected].sort(),
    events: cohort.events.filter(({ arn }) => !skipped.has(arn.split(":")[4] ?? "")),
    findings: [
      ...is
        .filter((one) => compared(one) && !wasKeys.has(keyOf(one)))
        .map((one) => changed(one, ever.has(keyOf(one)) ? "reopened" : "new", null)),
      ...was
        .filter((one) => compared(one) && !isKeys.has(keyOf(one)))
        .map((one) => changed(one, "fixed", how(one))),
    ],
  };
}

function collectedFindings({ accounts, notCollected }: LaterCohort, place: number): KnownFinding[] {
  const collected = accounts.filter(({ id }) => !notCollected.includes(id));
  return knownFindings(collected, auditTime(place));
}

function keyOf(finding: KnownFinding): string {
  return JSON.stringify(Object.values(finding));
}

function howFixed({ accounts }: LaterCohort): (finding: KnownFinding) => ChangedFinding["how"] {
  const users = new Map(accounts.flatMap((account) => account.users).map((user) => [user.arn, user.dated]));
  return ({ arn, user_created, key_created }) => {
    const user = users.get(arn);
    if (user?.created !== user_created) return "subject_gone";
    if (key_created === null || user.keys.some((key) => key?.rotated === key_created)) return "passes";
    return "credential_gone";
  };
}

function changed(
  finding: KnownFinding,
  change: ChangedFinding["change"],
  how: ChangedFinding["how"],
): ChangedFinding {
  const { control_id, account_id, arn, key_created: made } = finding;
  return {
    control_id,
    change,
    how,
    account_id,
    arn,
    key_created_at: made === null ? null : timeText(made, "Z"),
  };
}
