import type { DuckDBEngine } from "../engine/duckdb/open.js";
import { identifier } from "../engine/sql.js";
import { policyGrants } from "../entities/policy-grants.js";
import type { StagedTable } from "../lake/commit.js";
import { parquetTarget } from "../lake/parquet.js";
import { RowWriter } from "../lake/row-writer.js";
import type { Stage } from "../lake/stage.js";
import { defineTable, flag, list, text } from "../model/table.js";
import type { PolicyEngine } from "../policy/engine.js";
import { readDocuments } from "./documents.js";

const grants = defineTable({
  name: "derive_grants",
  doc: "What each distinct policy document grants.",
  key: ["hash"],
  columns: {
    hash: text("of the document"),
    full_admin: flag("a statement allows everything"),
    full_admin_conditional: flag("every such statement has a condition"),
    full_services: list("services of which a statement allows everything"),
    all_but: flag("a statement allows everything but some actions"),
    service_admin: flag("either of the two"),
    service_admin_conditional: flag("every such statement has a condition"),
  },
});

/** So many documents are in memory at a time. */
const TOGETHER = 2_000;

/** Writes the table policy_grants: each distinct document is read once. */
export async function writePolicyGrants(
  engine: DuckDBEngine,
  stage: Stage,
  policyEngine: PolicyEngine,
  onProgress?: (done: number, total: number) => void,
): Promise<StagedTable> {
  const writer = await RowWriter.create(engine, grants);
  const hashes = await engine.all(
    "SELECT DISTINCT hash FROM derive_documents WHERE hash IS NOT NULL ORDER BY 1",
  );
  for (let first = 0; first < hashes.length; first += TOGETHER) {
    const some = hashes.slice(first, first + TOGETHER).map(({ hash }) => String(hash));
    for (const [hash, document] of await readDocuments(engine, some)) {
      const found = policyEngine.grants(document);
      writer.add({
        hash,
        full_admin: found?.fullAdmin ?? null,
        full_admin_conditional: found?.conditional ?? null,
        full_services: found?.services ?? null,
        all_but: found?.allBut ?? null,
        service_admin: found === null ? null : found.allBut || found.services.length > 0,
        service_admin_conditional: found?.servicesConditional ?? null,
      });
    }
    onProgress?.(first + some.length, hashes.length);
  }
  writer.close();
  const own = Object.keys(grants.columns);
  const columns = Object.keys(policyGrants.columns).map((name) => {
    if (name === "in_use") return "p.kind = 'inline' OR p.attachments > 0 AS in_use";
    return `${own.includes(name) ? "g" : "p"}.${identifier(name)}`;
  });
  const sql =
    `SELECT ${columns.join(", ")} FROM policies p` +
    " JOIN derive_documents d ON d.account_id = p.account_id AND d.policy_id = p.policy_id" +
    " LEFT JOIN derive_grants g ON g.hash = d.hash ORDER BY p.account_id, p.policy_id";
  const [written] = await engine.all(`COPY (${sql}) TO ${parquetTarget(stage.tableFile(policyGrants.name))}`);
  await engine.run(`DROP TABLE temp.${identifier(grants.name)}`);
  return { name: policyGrants.name, rows: Number(Object.values(written ?? {})[0] ?? 0) };
}
