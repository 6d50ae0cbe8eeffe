import { expect, test } from "vitest";
import { AS_OF, accountId, Cohort } from "./test-cohort.js";
import { countTold, countWrong, SEED, seeds, twelve } from "./test-worlds.js";

test("of twelve planted causes at least eleven are told", async () => {
  const told = await countTold(SEED, { users: 400, accounts: 4, rates: [0.05, 0.3] }, twelve(25, 2));
  console.log(`seed ${SEED}: ${told} of 12 told`);
  expect(told).toBeGreaterThanOrEqual(11);
});

test("where accounts differ and nothing else does, no more than 2 of 20 worlds tell of it", async () => {
  const wrong = await countWrong(seeds(20), { users: 300, accounts: 10, rates: [0.02, 0.6] }, twelve(12, 2));
  console.log(`seeds from ${SEED}: wrong in ${wrong} of 20`);
  expect(wrong).toBeLessThanOrEqual(2);
});

/** 34 users of a group, 33 of whom fail, and 166 others, 30 of whom fail; and 20 more of another group who all fail, or not. */
async function groupOf34(others: boolean): Promise<(readonly string[])[]> {
  const users = Array.from({ length: 220 }, (_, index) => ({
    account_id: accountId(1),
    arn: `arn:aws:iam::${accountId(1)}:user/u-${index}`,
    user_name: `u-${index}`,
    path: "/",
    created_at: AS_OF - 86_400 * (100 + index),
    groups: index < 34 ? ["Interns"] : index >= 200 ? ["Robots"] : [],
    tags: "{}",
  }));
  const cohort = await Cohort.open(users.slice(0, others ? 220 : 200));
  const number = "CAST(split_part(user_name, '-', 2) AS BIGINT)";
  await cohort.fail(`${number} < 33 OR ${number} BETWEEN 34 AND 63 OR ${number} >= 200`);
  const causes = await cohort.causes();
  cohort.close();
  return causes.map(({ values }) => values);
}

test("a cause that stands alone is told as it is beside another one", async () => {
  expect(await groupOf34(false)).toEqual([["Interns"]]);
  expect(await groupOf34(true)).toEqual([["Interns"], ["Robots"]]);
});
