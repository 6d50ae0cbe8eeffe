import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Control } from "../../assess/control.js";
import { parseSelect } from "../../assess/select.js";
import { iamUsers } from "../../entities/iam-user.js";
import { createAccountTraits } from "./account-traits.js";
import { countTraits, type TraitCounts } from "./count-traits.js";
import { readPopulations } from "./population.js";
import { screen } from "./screen.js";
import { createSubjectTable, type SubjectTable } from "./subject-table.js";
import { AS_OF, accountId, Cohort, ordinaryUsers } from "./test-cohort.js";
import { inOwnSchema } from "./work-tables.js";

/** In data without causes none may be found: who fails is drawn anew for each seed, the traits stay. */
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

const seeds = (count: number) => Array.from({ length: count }, (_, index) => index + 1);
const failing = (seed: number) => `hash(u.arn || '${seed}') % 100 < ${10 + (seed % 5) * 15}`;

/** The control with another condition to fail. */
function failingBy(control: Control, condition: string): Control {
  const sql = `SELECT u.account_id, u.arn AS subject_arn, TRUE AS applies, ${condition} AS fails FROM iam_users u`;
  return { ...control, select: parseSelect(sql, "test") };
}

/** What screening sees when one control alone is looked at. */
function alone(table: SubjectTable, { counts, values }: TraitCounts, index: number) {
  const [control, counters] = [table.controls[index], table.counters[index]];
  if (control === undefined || counters === undefined) throw new Error(`no control ${index}`);
  return {
    table: { ...table, controls: [control], counters: [counters] },
    counts: {
      values,
      counts: counts.map((one) => ({
        ...one,
        carriers: one.carriers.slice(index, index + 1),
        failing: one.failing.slice(index, index + 1),
      })),
    },
  };
}

describe("where who fails is drawn at random", () => {
  // Traits are counted once for all seeds; what follows screening only takes away.
  test("over 200 seeds, something comes out of screening in no more than the 10 that may by chance", async () => {
    const { engine, plan } = cohort;
    const controls = seeds(200).flatMap((seed) => plan.controls.map((one) => failingBy(one, failing(seed))));
    const runs = controls.flatMap((control) => plan.runs.map((run) => ({ ...run, control })));
    await inOwnSchema(engine, async () => {
      await createAccountTraits(engine, AS_OF);
      const scope = { plan: { ...plan, controls, runs }, asOf: AS_OF, accounts: [] };
      const table = await createSubjectTable(engine, scope, iamUsers);
      if (table === undefined) throw new Error("no users");
      const counts = await countTraits(engine, table);
      const populations = await readPopulations(engine, table);
      const found = populations.filter((population, index) => {
        const { candidates, tested } = screen([
          { ...alone(table, counts, index), populations: [population] },
        ]);
        expect(tested).toBeGreaterThan(60);
        return candidates.flat().length > 0;
      });
      expect(populations).toHaveLength(200);
      expect(populations.every((one) => one.failing > 10 && one.judged === USERS)).toBe(true);
      expect(found.length).toBeLessThanOrEqual(10);
    });
  });

  test("over 30 seeds, nothing comes out in the end", async () => {
    let found = 0;
    for (const seed of seeds(30)) {
      await cohort.fail(failing(seed).replaceAll("u.", ""));
      if ((await cohort.causes()).length > 0) found += 1;
    }
    expect(found).toBeLessThanOrEqual(1);
  });
});

test("where whole accounts fail at random, only accounts are told, never what they happen to share", async () => {
  let [told, wrong] = [0, 0];
  for (const seed of seeds(20)) {
    await cohort.fail(`hash(account_id || '${seed}') % 100 < 15 OR hash(arn || '${seed}') % 100 < 5`);
    for (const { kind } of await cohort.causes()) {
      told += 1;
      if (kind !== "account") wrong += 1;
    }
  }
  expect(told).toBeGreaterThan(10);
  expect(wrong).toBeLessThanOrEqual(1);
});
