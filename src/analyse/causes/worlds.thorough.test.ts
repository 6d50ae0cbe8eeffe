import { expect, test } from "vitest";
import { countTold, countWrong, SEED, seeds, twelve } from "./test-worlds.js";

test.each([
  [{ users: 200, accounts: 1, rates: [0.18, 0.18] }, twelve(15, 1)],
  [{ users: 400, accounts: 4, rates: [0.05, 0.3] }, twelve(25, 2)],
  [{ users: 800, accounts: 20, rates: [0.05, 0.4] }, twelve(40, 5)],
  [{ users: 1500, accounts: 40, rates: [0.05, 0.35] }, twelve(70, 12)],
] as const)(
  "of twelve planted causes eleven are told on the average of five worlds: %o",
  async (size, planted) => {
    const told: number[] = [];
    for (const seed of seeds(5)) told.push(await countTold(seed, size, planted));
    console.log(`${size.users} users, seeds from ${SEED}: ${told.join(", ")} of 12 told`);
    expect(told.reduce((sum, one) => sum + one) / told.length).toBeGreaterThanOrEqual(11);
  },
);

test.each([
  [200, { users: 200, accounts: 1, rates: [0.18, 0.18] }],
  [200, { users: 300, accounts: 4, rates: [0.02, 0.6] }],
  [200, { users: 400, accounts: 10, rates: [0.02, 0.6] }],
  [60, { users: 600, accounts: 30, rates: [0.02, 0.6] }],
  // Half of the accounts fail not at all.
  [60, { users: 900, accounts: 30, rates: [-0.9, 0.9] }],
] as const)(
  "where accounts differ and nothing else does, no more than 5 %% of %i worlds tell of it: %o",
  async (worlds, size) => {
    const few = Math.ceil(size.accounts / 5);
    const wrong = await countWrong(seeds(worlds), size, [...twelve(12, few), ...twelve(8, 1)]);
    console.log(`${size.users} users, seeds from ${SEED}: wrong in ${wrong} of ${worlds}`);
    expect(wrong).toBeLessThanOrEqual(worlds / 20);
  },
  1_200_000,
);
