import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type DuckDBEngine, openDuckDB } from "../engine/duckdb/open.js";
import { iamUsers } from "../entities/iam-user.js";
import { RANK, STATUSES, type Status } from "../model/status.js";
import { fillTables } from "./case-tables.js";
import { findingRows } from "./finding-rows.js";
import { loadControls } from "./load.js";
import { parameterSets } from "./parameters.js";
import { countVerdicts } from "./tally.js";

const AS_OF = 1_611_446_400;
const controls = await loadControls();
let engine: DuckDBEngine;
beforeAll(async () => {
  engine = await openDuckDB({ threads: 1 });
});
afterAll(() => engine.close());

/** Times around every limit of the shipped controls, so that boundaries are met often; null is "not known". */
const time = fc.oneof(
  fc.constant(null),
  fc
    .tuple(fc.constantFrom(7, 30, 45, 90, 365, 1825, 3000), fc.constantFrom(-11, -1, 0, 1, 10))
    .map(([days, shift]) => AS_OF - days * 86_400 + shift),
);
const flag = fc.constantFrom(true, false, null);
const user = fc.record({
  created_at: time,
  password_enabled: flag,
  password_last_used_at: time,
  password_last_changed_at: time,
  mfa_active: flag,
  access_key_1_active: flag,
  access_key_1_created_at: time,
  access_key_1_last_used_at: time,
  access_key_2_active: flag,
  access_key_2_created_at: time,
  access_key_2_last_used_at: time,
  scps_may_apply: flag,
});

/**
 * Prevalence folds the credentials of a subject in its columns, findings spell them out. Whatever is known or
 * not known of a user, both must come to the same verdict: one that counted a pass where a finding says
 * unknown would make missing evidence look clean.
 */
test("counting and findings agree on every user, whatever is not known", { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(user, { minLength: 1, maxLength: 40 }), async (users) => {
      const rows = users.map((one, index) => ({ account_id: "111122223333", arn: `user/${index}`, ...one }));
      await fillTables(engine, { iam_users: rows }, "property", AS_OF);
      for (const control of controls.filter(({ table }) => table === iamUsers)) {
        const runs = parameterSets(control, []).map((set) => ({ control, set }));
        const [tally] = await countVerdicts(engine, runs, "none");
        const counted = Object.fromEntries(STATUSES.map((status) => [status, tally?.[status] ?? 0]));
        expect({ id: control.declaration.id, ...counted }).toEqual({
          id: control.declaration.id,
          ...(await statusesByFindings(runs)),
        });
      }
    }),
    { numRuns: 40 },
  );
});

async function statusesByFindings(
  runs: Parameters<typeof findingRows>[0][],
): Promise<Record<Status, number>> {
  const worst = new Map<string, Status>();
  for (const run of runs) {
    for (const row of await engine.all(findingRows(run, { statuses: STATUSES, dialect: engine.dialect }))) {
      const arn = String(row.subject_arn);
      const status = row.status as Status;
      if (RANK[status] >= RANK[worst.get(arn) ?? "not_applicable"]) worst.set(arn, status);
    }
  }
  const statuses = [...worst.values()];
  return Object.fromEntries(
    STATUSES.map((status) => [status, statuses.filter((one) => one === status).length]),
  ) as Record<Status, number>;
}
