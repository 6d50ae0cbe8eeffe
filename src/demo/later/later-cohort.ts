import type { CohortAccount, CohortUser } from "../cohort.js";
import { Prng } from "../prng.js";
import { EVENTS, type EventName, HAPPENING } from "./events.js";
import { type Month, monthNumber } from "./month.js";
import { newUser } from "./new-users.js";
import { rootAgain, useAgain } from "./use-again.js";

/** What was done to a user in the last month. */
export interface UserEvent {
  readonly event: EventName | "user_created";
  readonly arn: string;
}

/** The cohort after a month. */
export interface LaterCohort {
  readonly accounts: readonly CohortAccount[];
  readonly events: readonly UserEvent[];
  /** Accounts of which nothing was collected this month. */
  readonly notCollected: readonly string[];
}

/** So many users are made in a month. */
const NEW_USERS = 80;

/** The cohort in each of the months that follow it, the same at every call. */
export function* laterCohorts(first: readonly CohortAccount[]): Generator<LaterCohort, never> {
  let accounts = first;
  // Those whose keys were switched off in one month may be switched on again in the next.
  let switchedOff = new Set<string>();
  for (let number = 1; ; number += 1) {
    const later = nextMonth(accounts, monthNumber(number), switchedOff);
    yield later;
    accounts = later.accounts;
    switchedOff = new Set(
      later.events.flatMap(({ event, arn }) => (event === "key_deactivated" ? [arn] : [])),
    );
  }
}

function nextMonth(
  accounts: readonly CohortAccount[],
  month: Month,
  switchedOff: ReadonlySet<string>,
): LaterCohort {
  const prng = new Prng(`month ${month.number}`);
  const happening = choose(accounts, month, switchedOff, prng);
  const made = madeUsers(accounts, month, prng);
  const events: UserEvent[] = [];
  const later = accounts.map((account) => {
    const users = account.users.flatMap((user) => {
      const event = happening.get(user.arn);
      if (event !== undefined) events.push({ event, arn: user.arn });
      const after = event === undefined ? useAgain(user, month) : HAPPENING[event].happen(user, month, prng);
      return after === undefined ? [] : [after];
    });
    const added = made.get(account.id) ?? [];
    for (const { arn } of added) events.push({ event: "user_created", arn });
    return { ...account, root: rootAgain(account, month, prng), users: sorted([...users, ...added]) };
  });
  return { accounts: later, events, notCollected: uncollected(accounts, prng) };
}

/** Which event, if any, happens to a user. */
function choose(
  accounts: readonly CohortAccount[],
  month: Month,
  switchedOff: ReadonlySet<string>,
  prng: Prng,
): Map<string, EventName> {
  const users = prng.shuffled(accounts.flatMap((account) => account.users));
  const chosen = new Map<string, EventName>();
  for (const event of EVENTS) {
    const { users: wanted, fits } = HAPPENING[event];
    const may = users.filter(
      (user) =>
        !chosen.has(user.arn) &&
        fits(user, month) &&
        (event !== "key_reactivated" || switchedOff.has(user.arn)),
    );
    for (const { arn } of may.slice(0, wanted)) chosen.set(arn, event);
  }
  return chosen;
}

function madeUsers(accounts: readonly CohortAccount[], month: Month, prng: Prng): Map<string, CohortUser[]> {
  const made = new Map<string, CohortUser[]>();
  for (let nth = 0; nth < NEW_USERS; nth += 1) {
    const account = prng.pick(accounts);
    made.set(account.id, [...(made.get(account.id) ?? []), newUser(account, month, nth, prng)]);
  }
  return made;
}

/** Nothing of a standalone account and of a member: the one is not there at all then, the other is listed and unknown. */
function uncollected(accounts: readonly CohortAccount[], prng: Prng): string[] {
  const standalone = accounts.filter(({ membership }) => membership === undefined);
  const members = accounts.filter(({ membership }) => membership?.role === "member");
  return [prng.pick(standalone).id, prng.pick(members).id];
}

/** As the credential report sorts them. */
function sorted(users: readonly CohortUser[]): CohortUser[] {
  return [...users].sort((left, right) => (left.name.toLowerCase() < right.name.toLowerCase() ? -1 : 1));
}
