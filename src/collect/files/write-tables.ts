import type { DuckDBEngine } from "../../engine/duckdb/open.js";
import { stringLiteral } from "../../engine/sql.js";
import type { StagedTable } from "../../lake/commit.js";
import type { Stage } from "../../lake/stage.js";
import { parseArn } from "../../model/arn.js";
import type { RowOf, Table } from "../../model/table.js";
import { accounts } from "../../model/tables/accounts.js";
import { coverage } from "../../model/tables/coverage.js";
import {
  groups,
  passwordPolicies,
  policies,
  policyAttachments,
  roles,
  userDetails,
} from "../../model/tables/entities.js";
import { iamUsers } from "../../model/tables/iam-users.js";
import { rootUsers } from "../../model/tables/root-users.js";
import { seconds } from "./details-rows.js";
import type { Evidence } from "./evidence.js";
import { ROOT_USERS_SQL } from "./root-sql.js";
import { columnList, RowWriter } from "./rows.js";
import { accountSummaries, detailsAccounts, mfaDevices } from "./side-tables.js";
import { usersSql } from "./users-sql.js";

/** Loads the small evidence into the engine: accounts, coverage, summaries, devices, password policies. */
export async function loadSideTables(
  engine: DuckDBEngine,
  evidence: Evidence,
  coverageRows: readonly RowOf<typeof coverage>[],
): Promise<void> {
  const accountRows = evidence.membership.rows();
  const partitions = new Map(accountRows.map((row) => [row.account_id, row.partition]));
  await load(engine, accounts, accountRows);
  await load(engine, coverage, coverageRows);
  await load(engine, accountSummaries, summaryRows(evidence, partitions));
  await load(engine, mfaDevices, deviceRows(evidence));
  await load(engine, passwordPolicies, passwordPolicyRows(evidence));
  await load(
    engine,
    detailsAccounts,
    [...evidence.details].map(([accountId, { truncatedPages, lastPages, newest }]) => ({
      account_id: accountId,
      complete: lastPages > 0 || truncatedPages === 0,
      newest,
      after_report: evidence.collections.has(accountId),
    })),
  );
}

/** Writes the tables of the snapshot into the stage, sorted by their keys. */
export async function writeTables(
  engine: DuckDBEngine,
  stage: Stage,
  evidence: Evidence,
): Promise<StagedTable[]> {
  const users = usersSql({ details: evidence.details.size > 0, devices: evidence.virtualDevices.length > 0 });
  const queries: [string, string][] = [
    [accounts.name, plain(accounts)],
    [coverage.name, plain(coverage)],
    [iamUsers.name, users],
    [rootUsers.name, ROOT_USERS_SQL],
    ...[groups, roles, policies, policyAttachments, passwordPolicies].map((table): [string, string] => [
      table.name,
      plain(table),
    ]),
  ];
  const tables: StagedTable[] = [];
  for (const [name, sql] of queries) {
    const target = `${stringLiteral(stage.tableFile(name))} (FORMAT parquet, COMPRESSION zstd)`;
    const [written] = await engine.all(`COPY (${sql}) TO ${target}`);
    tables.push({ name, rows: Number(Object.values(written ?? {})[0] ?? 0) });
  }
  return tables;
}

/** A table as it is, each row once, in the order of its key: pages may repeat what other files hold. */
function plain(table: Table): string {
  return `SELECT DISTINCT ${columnList(table)} FROM ${table.name} ORDER BY ${table.key.join(", ")}`;
}

/** Writers for the tables that authorization details fill while the files are read. */
export async function detailsWriters(engine: DuckDBEngine) {
  return {
    users: await RowWriter.create(engine, userDetails),
    groups: await RowWriter.create(engine, groups),
    roles: await RowWriter.create(engine, roles),
    policies: await RowWriter.create(engine, policies),
    attachments: await RowWriter.create(engine, policyAttachments),
  };
}

async function load<T extends Table>(
  engine: DuckDBEngine,
  table: T,
  rows: readonly Partial<RowOf<T>>[],
): Promise<void> {
  const writer = await RowWriter.create(engine, table);
  for (const row of rows) writer.add(row);
  writer.close();
}

function summaryRows(evidence: Evidence, partitions: ReadonlyMap<string | null, string | null>) {
  return [...evidence.summaries].map(([accountId, summary]) => {
    const value = (name: string) => (Object.hasOwn(summary, name) ? (summary[name] ?? null) : null);
    const present = (name: string) => (value(name) === null ? null : value(name) !== 0);
    return {
      account_id: accountId,
      partition: partitions.get(accountId) ?? "aws",
      mfa: present("AccountMFAEnabled"),
      password: present("AccountPasswordPresent"),
      access_keys: value("AccountAccessKeysPresent"),
      certificates: present("AccountSigningCertificatesPresent"),
    };
  });
}

/** One row an owner; devices that are assigned to nobody protect nobody. */
function deviceRows(evidence: Evidence) {
  const enabled = new Map<string, number | null>();
  for (const { devices } of evidence.virtualDevices) {
    for (const { User, EnableDate } of devices) {
      const arn = User?.Arn ?? "";
      if (parseArn(arn) !== undefined) enabled.set(arn, seconds(EnableDate));
    }
  }
  return [...enabled].map(([arn, enabledAt]) => ({ arn, enabled_at: enabledAt }));
}

function passwordPolicyRows(evidence: Evidence) {
  return [...evidence.passwordPolicies].map(([accountId, policy]) => ({
    account_id: accountId,
    custom: policy !== null,
    minimum_length: policy?.MinimumPasswordLength ?? null,
    require_symbols: policy?.RequireSymbols ?? null,
    require_numbers: policy?.RequireNumbers ?? null,
    require_uppercase: policy?.RequireUppercaseCharacters ?? null,
    require_lowercase: policy?.RequireLowercaseCharacters ?? null,
    allow_change: policy?.AllowUsersToChangePassword ?? null,
    max_age_days: policy?.MaxPasswordAge ?? null,
    reuse_prevention: policy?.PasswordReusePrevention ?? null,
    hard_expiry: policy?.HardExpiry ?? null,
  }));
}
