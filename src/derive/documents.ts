import type { Engine } from "../engine/engine.js";
import { stringLiteral } from "../engine/sql.js";

/** Reads documents by their hashes in `derive_documents`, each once, whoever has it. */
export async function readDocuments(
  engine: Engine,
  hashes: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (hashes.length === 0) return new Map();
  const wanted = [...new Set(hashes)].map(stringLiteral).join(", ");
  const one =
    "SELECT hash, min(account_id) AS account_id, min_by(policy_id, account_id) AS policy_id FROM derive_documents" +
    ` WHERE hash IN (${wanted}) GROUP BY 1`;
  const rows = await engine.all(
    `SELECT o.hash, p.document FROM policies p JOIN (${one}) o` +
      " ON o.account_id = p.account_id AND o.policy_id = p.policy_id",
  );
  return new Map(rows.map(({ hash, document }) => [String(hash), String(document)]));
}
