import { iamUsers } from "../../entities/iam-user.js";
import { rootUsers } from "../../entities/root-user.js";
import type { StagedTable } from "../../lake/commit.js";
import { parquetTarget } from "../../lake/parquet.js";
import { columnList } from "../../lake/row-writer.js";
import type { Stage } from "../../lake/stage.js";
import type { Table } from "../../model/table.js";
import { SOURCES } from "../../sources/index.js";
import type { Joining, Source } from "../../sources/source.js";
import { SNAPSHOT_TABLES } from "../../sources/tables.js";
import { ROOT_USERS_SQL } from "./root-sql.js";
import { usersSql } from "./users-sql.js";

/** A policy has kilobytes: whoever reads some of them must not need the memory of a hundred thousand. */
const DOCUMENTS = ["ROW_GROUP_SIZE 2048"];

/** Writes the tables of the snapshot into the stage, sorted by their keys. */
export async function writeTables(stage: Stage, joining: Joining): Promise<StagedTable[]> {
  const { engine } = joining;
  const joined = await joinedTables(joining);
  const tables: StagedTable[] = [];
  for (const table of SNAPSHOT_TABLES) {
    const { name, columns } = table;
    const layout = "document" in columns ? DOCUMENTS : [];
    const sql = joined.get(name) ?? plain(table);
    const [written] = await engine.all(`COPY (${sql}) TO ${parquetTarget(stage.tableFile(name), layout)}`);
    tables.push({ name, rows: Number(Object.values(written ?? {})[0] ?? 0) });
  }
  // What comes after needs the memory: of millions of users this table holds most of it.
  await engine.run("DROP TABLE report_rows");
  return tables;
}

/** SELECTs of the tables that are joined from several documents. */
async function joinedTables(joining: Joining): Promise<ReadonlyMap<string, string>> {
  const { engine, evidence } = joining;
  const [{ fresh = 0 } = {}] = await engine.all("SELECT count(*) AS fresh FROM fresh_users");
  const users = usersSql({
    details: evidence.any("authorization_details"),
    devices: evidence.any("virtual_mfa_devices"),
    fresh: Number(fresh) > 0,
  });
  const found = new Map([
    [iamUsers.name, users],
    [rootUsers.name, ROOT_USERS_SQL],
  ]);
  const sources: readonly Source[] = SOURCES;
  for (const { queries } of sources) {
    for (const [name, sql] of Object.entries((await queries?.(joining)) ?? {})) found.set(name, sql);
  }
  return found;
}

/** A table as it is, in the order of its key. */
function plain(table: Table): string {
  return `SELECT ${columnList(table)} FROM ${table.name} ORDER BY ${table.key.join(", ")}`;
}
