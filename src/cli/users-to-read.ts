import { findingsSql, type JudgePlan } from "../assess/plan.js";
import { restsOn } from "../assess/rests-on.js";
import type { SqlRow } from "../engine/engine.js";
import { flagOf, numberOf, textOf } from "../engine/row-values.js";
import { SLOTS, type Slot } from "../entities/key-slot.js";
import { ANSWERS, type Answer, answersOf } from "../sources/fresh/answers.js";
import { type KnownUser, ofWhatIsThere, type UserToRead } from "../sources/fresh/user-to-read.js";
import type { Context } from "./command.js";
import { type JudgeChoice, openForJudging } from "./judge-run.js";
import type { Recheck } from "./recheck.js";

const KNOWN = [
  "u.mfa_active",
  "u.password_enabled",
  ...SLOTS.flatMap((slot) => [`u.access_key_${slot}_active`, `u.access_key_${slot}_created_at`]),
];

const unusedFor = (slot: Slot) => `u.access_key_${slot}_active AND u.access_key_${slot}_activity_at IS NULL`;

/** Where a report does not tell what an answer would: it was made before the user, or has a bad value there. */
const LACKS: Readonly<Record<Answer, string>> = {
  devices: "u.mfa_active IS NULL",
  password: "u.password_enabled IS NULL",
  keys: SLOTS.map((slot) => `u.access_key_${slot}_active IS NULL`).join(" OR "),
  last_use_1: unusedFor(1),
  last_use_2: unusedFor(2),
};

/**
 * The users worth a second look, by account: those that fail, and those that are unknown because the report does not
 * tell enough of them. What a verdict does not rest on is not asked.
 */
export function usersToRead(lake: string, choice: JudgeChoice, context: Context): Recheck {
  return async (engine, manifest, stage) => {
    const { plan } = await openForJudging({ engine, lake, manifest }, choice, context, { stage });
    const asked = { statuses: ["fail", "unknown"], brief: true, expanded: true } as const;
    const lacks = ANSWERS.map((answer) => `(${LACKS[answer]}) AS lacks_${answer}`);
    const rows = await engine.all(
      "SELECT f.control_id, f.credential, f.slot, f.status, u.account_id, u.user_name, v.generated_at AS report_at," +
        ` ${[...KNOWN, ...lacks].join(", ")} FROM (${findingsSql(plan, asked, engine)}) f` +
        " JOIN iam_users u ON u.arn = f.subject_arn" +
        " LEFT JOIN coverage v ON v.account_id = u.account_id AND v.kind = 'credential_report'" +
        ` WHERE f.status = 'fail' OR v.generated_at IS NOT NULL AND (${Object.values(LACKS).join(" OR ")})` +
        " ORDER BY u.account_id, u.user_name",
    );
    return together(rows, plan);
  };
}

/** What all findings on a user rest on, put together. */
function together(rows: readonly SqlRow[], plan: JudgePlan): Map<string, UserToRead[]> {
  const answersTo = remembered(plan);
  const found = new Map<string, Map<string, UserToRead>>();
  for (const row of rows) {
    const known = knownUser(row);
    const answers = ofWhatIsThere(answersTo(row), known);
    const first = row.status === "unknown";
    const isWorthIt = (answer: Answer) => !first || row[`lacks_${answer}`] === true;
    if (![...answers].some(isWorthIt)) continue;
    const users = found.get(String(row.account_id)) ?? new Map<string, UserToRead>();
    found.set(String(row.account_id), users);
    const userName = String(row.user_name);
    const before = users.get(userName);
    users.set(userName, {
      userName,
      answers: new Set([...answers, ...(before?.answers ?? [])]),
      first: first || before?.first === true,
      known,
    });
  }
  return new Map([...found].map(([account, users]) => [account, [...users.values()]]));
}

/** What AWS must be asked for a finding; thousands are on the same control. */
function remembered({ controls }: JudgePlan): (row: SqlRow) => ReadonlySet<Answer> {
  const byId = new Map(controls.map((control) => [control.declaration.id, control]));
  const memory = new Map<string, ReadonlySet<Answer>>();
  return ({ control_id, credential, slot }) => {
    const key = [control_id, credential, slot].join(" ");
    const control = byId.get(String(control_id));
    const known = memory.get(key);
    if (known !== undefined || control === undefined) return known ?? new Set();
    const judged = { credential: textOf(credential), slot: numberOf(slot) };
    const answers = answersOf(restsOn(control, judged));
    memory.set(key, answers);
    return answers;
  };
}

function knownUser(row: SqlRow): KnownUser {
  const key = (slot: Slot) => ({
    active: flagOf(row[`access_key_${slot}_active`]),
    createdAt: numberOf(row[`access_key_${slot}_created_at`]),
  });
  return {
    device: flagOf(row.mfa_active),
    password: flagOf(row.password_enabled),
    keys: [key(1), key(2)],
    reportAt: numberOf(row.report_at),
  };
}
