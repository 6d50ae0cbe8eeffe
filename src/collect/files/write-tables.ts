import { rename } from "node:fs/promises";
import { flagOf } from "../../engine/row-values.js";
import { withRows } from "../../engine/with-rows.js";
import { accounts } from "../../entities/account.js";
import { coverage } from "../../entities/coverage.js";
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
import type { ReportRows } from "./report-rows.js";
import { ROOT_USERS_SQL } from "./root-sql.js";
import { USERS_LAYOUT, type UserSources, usersSql } from "./users-sql.js";

const ALWAYS: readonly Table[] = [accounts, coverage, iamUsers, rootUsers];
/** A policy has kilobytes: whoever reads some of them must not need the memory of a hundred thousand. */
const DOCUMENTS = ["ROW_GROUP_SIZE 2048"];

/**
 * Writes the tables of the snapshot into the stage, sorted by their keys. Of what nothing was given there is no table: whoever
 * reads the snapshot finds it without rows. An account, its coverage, its users and its root are always there.
 */
export async function writeTables(
  stage: Stage,
  joining: Joining,
  reports: ReportRows,
): Promise<StagedTable[]> {
  const { engine } = joining;
  const users = await userSources(joining);
  const made = await reports.usersTable(users);
  const joined = await joinedTables(joining, users);
  const isPlain = (table: Table) => !joined.has(table.name) && !ALWAYS.includes(table);
  const tables: StagedTable[] = [];
  const filled = await withRows(
    engine,
    SNAPSHOT_TABLES.filter(isPlain).map(({ name }) => name),
  );
  const toWrite = SNAPSHOT_TABLES.filter((table) => !isPlain(table) || filled.has(table.name));
  for (const table of toWrite) {
    const { name } = table;
    if (table === iamUsers && made !== undefined) tables.push({ name, rows: made.rows });
    else {
      const target = parquetTarget(stage.tableFile(name), layoutOf(table));
      const [written] = await engine.all(`COPY (${joined.get(name) ?? plain(table)}) TO ${target}`);
      const rows = Number(written?.Count);
      if (rows > 0 || ALWAYS.includes(table)) tables.push({ name, rows });
    }
  }
  // Only now, for the other tables are made of it, too.
  if (made !== undefined) await rename(made.path, stage.tableFile(iamUsers.name));
  return tables;
}

function layoutOf(table: Table): readonly string[] {
  if (table === iamUsers) return USERS_LAYOUT;
  return "document" in table.columns ? DOCUMENTS : [];
}

/** What besides the reports is there. */
async function userSources({ engine, evidence }: Joining): Promise<UserSources> {
  const [fresh] = await engine.all("SELECT 1 FROM fresh_users LIMIT 1");
  const [first, ...others] = await engine.all("SELECT DISTINCT scps_may_apply AS may FROM accounts");
  const common = flagOf(first?.may);
  return {
    details: evidence.any("authorization_details"),
    devices: evidence.any("virtual_mfa_devices"),
    fresh: fresh !== undefined,
    scpsMayApply: others.length > 0 ? undefined : common,
  };
}

/** SELECTs of the tables that are joined from several documents. */
async function joinedTables(joining: Joining, users: UserSources): Promise<ReadonlyMap<string, string>> {
  const found = new Map([
    [iamUsers.name, usersSql(users)],
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
