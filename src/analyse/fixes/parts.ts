import type { Engine } from "../../engine/engine.js";
import type { Ranked } from "./greedy.js";
import { STEPS } from "./steps.js";

/**
 * The steps of the list that is shown: those of `fix_steps` with the `part` each is in, from 0 in the order of the list. A part is a fix, or what of a fix is one owner's.
 */
export const PARTS = "fix_parts";

export async function createParts(
  engine: Engine,
  ranked: readonly Ranked[],
  byOwner: boolean,
): Promise<void> {
  const urgent = ranked.filter(({ candidate }) => candidate.fix.emergency !== undefined).length;
  const owners = `SELECT owner, max(CASE WHEN place < ${urgent} THEN 1 ELSE 0 END) AS urgent, sum(removed) AS risk FROM ${STEPS} GROUP BY owner`;
  await engine.run(
    `CREATE OR REPLACE TABLE ${PARTS} AS ` +
      (byOwner
        ? `SELECT s.*, dense_rank() OVER (ORDER BY o.urgent DESC, o.risk DESC, s.owner NULLS LAST, s.place) - 1 AS part` +
          ` FROM ${STEPS} s JOIN (${owners}) o ON o.owner IS NOT DISTINCT FROM s.owner`
        : `SELECT *, dense_rank() OVER (ORDER BY place) - 1 AS part FROM ${STEPS}`),
  );
}
