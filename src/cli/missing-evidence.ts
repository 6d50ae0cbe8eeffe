import type { Engine } from "../engine/engine.js";

/** Accounts of an opened snapshot for which something that was asked for is missing: denied, throttled or in error. */
export async function accountsMissingEvidence(engine: Engine): Promise<number> {
  const [row] = await engine.all(
    "SELECT count(DISTINCT account_id) AS n FROM coverage WHERE status IN ('denied', 'throttled', 'error')",
  );
  return Number(row?.n ?? 0);
}
