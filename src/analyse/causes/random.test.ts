import { afterAll, beforeAll, expect, test } from "vitest";
import { accountId, Cohort, ordinaryUsers } from "./test-cohort.js";

/** In data without causes none may be found: who fails is drawn anew for each seed, the traits stay. */
const SEEDS = 200;
const USERS = 300;
const ACCOUNTS = 30;

let cohort: Cohort;
beforeAll(async () => {
  const accounts = Array.from({ length: ACCOUNTS }, (_, index) => ({
    account_id: accountId(index),
    ou_path: `/${["Prod", "Test", "Sandbox"][index % 3]}`,
    tags: JSON.stringify({ tier: String(index % 4), owner: `o${index % 6}` }),
  }));
  cohort = await Cohort.open(ordinaryUsers(USERS, ACCOUNTS), accounts);
});
afterAll(() => cohort.close());

test(`over ${SEEDS} seeds, causes are found in no more than the ${SEEDS / 20} that may happen by chance`, async () => {
  let found = 0;
  for (let seed = 1; seed <= SEEDS; seed += 1) {
    await cohort.fail(`hash(arn || '${seed}') % 100 < ${10 + (seed % 5) * 15}`);
    if ((await cohort.causes()).length > 0) found += 1;
  }
  expect(found).toBeLessThanOrEqual(SEEDS / 20);
});

test("where whole accounts fail at random, only accounts are told, never what they happen to share", async () => {
  let [told, wrong] = [0, 0];
  const seeds = 20;
  for (let seed = 1; seed <= seeds; seed += 1) {
    await cohort.fail(`hash(account_id || '${seed}') % 100 < 15 OR hash(arn || '${seed}') % 100 < 5`);
    for (const { kind } of await cohort.causes()) {
      told += 1;
      if (kind !== "account") wrong += 1;
    }
  }
  expect(told).toBeGreaterThan(seeds / 2);
  expect(wrong).toBeLessThanOrEqual(seeds / 20);
});
