import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type DuckDBEngine, openDuckDB } from "../engine/duckdb/open.js";
import { fillTables } from "./case-tables.js";
import { loadControls } from "./load.js";
import { parameterSets } from "./parameters.js";
import { countVerdicts, type Tally } from "./tally.js";

const AS_OF = 1_611_446_400;
const AGES = [5, 89, 90, 91, 100, 179, 181, 364, 366, 1000, 1826, 2000];
const controls = (await loadControls()).filter(({ declaration }) => declaration.tiers?.limit !== undefined);
let engine: DuckDBEngine;

beforeAll(async () => {
  engine = await openDuckDB({ threads: 1 });
  const users = AGES.flatMap((age, index) =>
    [null, false, true].map((second) => ({
      account_id: index % 2 === 0 ? "1" : "2",
      arn: `user/${age}-${second}`,
      created_at: AS_OF - 2500 * 86_400,
      password_enabled: false,
      access_key_1_active: true,
      access_key_1_created_at: AS_OF - age * 86_400,
      // The second key is young, or nobody knows whether there is one: the first is as old as it is.
      access_key_2_active: second,
      access_key_2_created_at: second === true ? AS_OF - 86_400 : null,
    })),
  );
  await fillTables(engine, { iam_users: users }, "test", AS_OF);
});
afterAll(() => engine.close());

async function counted(
  control: (typeof controls)[number],
  value: number,
  {
    accounts,
    grouping = "none" as const,
  }: { accounts?: readonly string[]; grouping?: "none" | "account" } = {},
): Promise<Tally[]> {
  const parameter = control.declaration.tiers?.limit ?? "";
  const setting = {
    control: control.declaration.id,
    parameter,
    value,
    origin: "test",
    ...(accounts !== undefined && { accounts: new Set(accounts) }),
  };
  const runs = parameterSets(control, [setting]).map((set) => ({ control, set }));
  return await countVerdicts(engine, runs, grouping);
}

test("the controls that judge age name their limit", () => {
  expect(controls.map(({ declaration }) => declaration.id).sort()).toEqual([
    "user-key-rotation",
    "user-unused",
    "user-unused-credential",
  ]);
});

describe.each(controls.map((control) => [control.declaration.id, control] as const))("%s", (_, control) => {
  test("fewer fail with a higher limit, and as many have reached each tier", async () => {
    const [normal] = await counted(control, 90);
    expect(normal?.fail).toBeGreaterThan(0);
    expect(normal?.tiers[0]?.fail).toBe(normal?.fail);
    for (const limit of [91, 180, 365, 2400]) {
      const [higher] = await counted(control, limit);
      expect(higher?.fail).toBeLessThan(normal?.fail ?? 0);
      expect([limit, higher?.tiers]).toEqual([limit, normal?.tiers]);
    }
  });

  test("with a lower limit more fail, and tiers stay, too", async () => {
    const [normal] = await counted(control, 90);
    const [lower] = await counted(control, 3);
    expect(lower?.fail).toBeGreaterThan(normal?.fail ?? 0);
    expect(lower?.tiers).toEqual(normal?.tiers);
  });

  test("account by account, and where one account has a limit of its own", async () => {
    const tiers = (tallies: readonly Tally[]) =>
      Object.fromEntries(tallies.map((one) => [one.group, one.tiers]));
    const normal = await counted(control, 90, { grouping: "account" });
    expect(tiers(await counted(control, 180, { grouping: "account" }))).toEqual(tiers(normal));
    const own = await counted(control, 180, { grouping: "account", accounts: ["2"] });
    expect(tiers(own)).toEqual(tiers(normal));
    expect(own.find(({ group }) => group === "1")?.fail).toBe(
      normal.find(({ group }) => group === "1")?.fail,
    );
  });
});
