import { expect, test } from "vitest";
import { buildCohort, type CohortUser } from "../cohort.js";
import { EVENTS, HAPPENING } from "./events.js";
import { demoChangesSchema, laterDemo } from "./known-changes.js";
import { knownFindings } from "./known-findings.js";
import { laterCohorts } from "./later-cohort.js";
import { auditTime, monthNumber } from "./month.js";

const first = buildCohort();
const generator = laterCohorts(first);
const months = [1, 2, 3].map(() => generator.next().value);
const usersOf = (place: number): CohortUser[] =>
  (place === 0 ? first : (months[place - 1]?.accounts ?? [])).flatMap((account) => account.users);

test("audits are on the same day of each month, over the end of a year too", () => {
  const days = [0, 1, 2, 12].map((month) => new Date(auditTime(month) * 1000).toISOString().slice(0, 10));
  expect(days).toEqual(["2021-01-24", "2021-02-24", "2021-03-24", "2022-01-24"]);
  expect(monthNumber(2)).toEqual({ number: 2, before: auditTime(1), now: auditTime(2) });
});

test("it is the same at every call", () => {
  const [one, other] = [laterDemo(first, 2), laterDemo(buildCohort(), 2)];
  expect(JSON.stringify(one)).toBe(JSON.stringify(other));
  expect(demoChangesSchema.parse(one.changes)).toEqual(one.changes);
});

test("each event happens as often as it says, and a user meets one a month", () => {
  for (const [index, { events }] of months.entries()) {
    expect(new Set(events.map(({ arn }) => arn)).size).toBe(events.length);
    for (const event of EVENTS) {
      const count = events.filter((one) => one.event === event).length;
      // Nothing was switched off before the first month.
      const wanted = event === "key_reactivated" && index === 0 ? 0 : HAPPENING[event].users;
      expect([event, count]).toEqual([event, wanted]);
    }
    expect(events.filter((one) => one.event === "user_created").length).toBe(80);
  }
});

test("who stays keeps its unique id; who is made, or made again, has a new one", () => {
  const ids = [1, 2, 3].map((place) => new Map(usersOf(place).map((user) => [user.arn, user.id])));
  for (const place of [1, 2]) {
    const again = new Set(
      months[place]?.events.filter(({ event }) => event === "user_recreated").map(({ arn }) => arn),
    );
    for (const [arn, id] of ids[place] ?? []) {
      const was = ids[place - 1]?.get(arn);
      if (was !== undefined) expect([arn, id === was]).toEqual([arn, !again.has(arn)]);
    }
  }
  for (const all of ids) {
    expect(all.size).toBe(new Set(all.values()).size);
    expect([...all.values()].every((id) => /^AIDA[A-Z2-7]{17}$/.test(id ?? ""))).toBe(true);
  }
});

test("nothing lies after its audit, and no key is used before it was made", () => {
  for (const place of [1, 2, 3]) {
    const now = auditTime(place);
    for (const { dated } of usersOf(place)) {
      const { password, keys } = dated;
      const times = [
        dated.created,
        password?.changed,
        password?.used,
        ...keys.flatMap((key) => [key?.rotated, key?.used]),
      ];
      expect(times.filter((time) => (time ?? 0) > now)).toEqual([]);
      expect(keys.every((key) => (key?.used ?? Number.POSITIVE_INFINITY) >= (key?.rotated ?? 0))).toBe(true);
      expect(keys.every((key) => (key?.rotated ?? Number.POSITIVE_INFINITY) >= dated.created)).toBe(true);
    }
  }
});

test("what fails by plain code at first is what was published", () => {
  const findings = knownFindings(first, auditTime(0));
  const users = (id: string) =>
    new Set(findings.filter((one) => one.control_id === id).map(({ arn }) => arn)).size;
  expect(
    ["user-key-at-setup", "user-single-active-key", "user-key-rotation", "user-unused"].map(users),
  ).toEqual([1331, 830, 7580, 6211]);
});

test("a month without events changes only what grows old: keys, and what nobody used", () => {
  const { changes } = laterDemo(first, 1);
  const met = new Set(changes.events.map(({ arn }) => arn));
  const others = changes.findings.filter(({ arn }) => !met.has(arn));
  expect(others.length).toBeGreaterThan(50);
  expect(new Set(others.map(({ control_id, change }) => `${control_id} ${change}`))).toEqual(
    new Set(["user-key-rotation new"]),
  );
});

test("only what failed in an earlier month is reopened", () => {
  expect(laterDemo(first, 1).changes.findings.filter(({ change }) => change === "reopened")).toEqual([]);
  const { changes } = laterDemo(first, 2);
  const reopened = changes.findings.filter(({ change }) => change === "reopened");
  expect(reopened.length).toBeGreaterThan(5);
  const on = new Set(changes.events.filter(({ event }) => event === "key_reactivated").map(({ arn }) => arn));
  expect(reopened.filter(({ arn }) => !on.has(arn))).toEqual([]);
});

test("two accounts a month are not collected: one that an organization lists, and one of which nothing is left", () => {
  for (const { notCollected, accounts } of months) {
    const found = accounts
      .filter(({ id }) => notCollected.includes(id))
      .map(({ membership }) => membership?.role);
    expect(found.sort()).toEqual(["member", undefined]);
  }
});

test("other root users are in regular use every month, about as many as at first", () => {
  const regular = [0, 1, 2, 3].map((place) => {
    const accounts = place === 0 ? first : (months[place - 1]?.accounts ?? []);
    const since = auditTime(place) - 7 * 86_400;
    return new Set(accounts.filter(({ root }) => (root.passwordUsed ?? 0) >= since).map(({ id }) => id));
  });
  for (const [place, ids] of regular.entries()) {
    expect(ids.size).toBeGreaterThan(20);
    expect(ids.size).toBeLessThan(60);
    const before = regular[place - 1];
    if (before !== undefined) expect([...ids].filter((id) => !before.has(id)).length).toBeGreaterThan(10);
  }
});

test("people who go on signing in do so on working days", () => {
  const signIns = usersOf(3)
    .map(({ dated }) => dated.password?.used ?? 0)
    .filter((time) => time > auditTime(2))
    .map((time) => new Date(time * 1000).getUTCDay());
  expect(signIns.length).toBeGreaterThan(1_000);
  expect(signIns.filter((day) => day % 6 === 0).length / signIns.length).toBeLessThan(0.1);
});
