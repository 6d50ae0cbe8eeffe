import type { DuckDBEngine } from "../../engine/duckdb/open.js";
import { stringLiteral } from "../../engine/sql.js";
import { accounts } from "../../entities/account.js";
import { coverage } from "../../entities/coverage.js";
import { groups } from "../../entities/iam-group.js";
import { policies } from "../../entities/iam-policy.js";
import { roles } from "../../entities/iam-role.js";
import { iamUsers } from "../../entities/iam-user.js";
import { orgPolicies } from "../../entities/org-policy.js";
import { orgPolicyTargets } from "../../entities/org-policy-target.js";
import { organizations } from "../../entities/organization.js";
import { organizationalUnits } from "../../entities/organizational-unit.js";
import { passwordPolicies } from "../../entities/password-policy.js";
import { policyAttachments } from "../../entities/policy-attachment.js";
import { rootUsers } from "../../entities/root-user.js";
import { serviceCredentials } from "../../entities/service-credential.js";
import type { StagedTable } from "../../lake/commit.js";
import { parquetTarget } from "../../lake/parquet.js";
import { columnList, RowWriter } from "../../lake/row-writer.js";
import type { Stage } from "../../lake/stage.js";
import { parseArn } from "../../model/arn.js";
import { EVIDENCE_KINDS } from "../../model/coverage.js";
import type { RowOf, Table } from "../../model/table.js";
import { seconds } from "./details-rows.js";
import type { Evidence } from "./evidence.js";
import type { OrganizationTrees } from "./organization-trees.js";
import { organizationRows } from "./place-accounts.js";
import { rootCredentialRows, rootCredentials } from "./root-credentials.js";
import { ROOT_USERS_SQL } from "./root-sql.js";
import {
  listedCredentialRows,
  listedCredentials,
  loadCertified,
  serviceCredentialsSql,
} from "./service-credentials.js";
import { accountSummaries, detailsAccounts, mfaDevices, userDetails } from "./side-tables.js";
import { usersSql } from "./users-sql.js";

/** Loads the small evidence into the engine: accounts, coverage, summaries, devices, password policies. */
export async function loadSideTables(
  engine: DuckDBEngine,
  evidence: Evidence,
  trees: OrganizationTrees,
  coverageRows: readonly RowOf<typeof coverage>[],
): Promise<void> {
  const accountRows = evidence.membership.rows();
  const ofDetails = coverageRows.filter(({ account_id: id }) => evidence.details.has(id ?? ""));
  const collected = new Map(ofDetails.map((row) => [`${row.account_id} ${row.kind}`, row]));
  const partitions = new Map(accountRows.map((row) => [row.account_id, row.partition]));
  await load(engine, accounts, accountRows);
  await loadCoverage(engine, coverageRows);
  await load(engine, accountSummaries, summaryRows(evidence, partitions));
  await load(engine, mfaDevices, deviceRows(evidence));
  await load(engine, passwordPolicies, passwordPolicyRows(evidence));
  await load(engine, organizations, organizationRows(evidence, trees));
  await load(engine, organizationalUnits, trees.unitRows());
  await load(engine, orgPolicies, trees.policyRows);
  await load(engine, orgPolicyTargets, trees.targetRows);
  await load(engine, rootCredentials, rootCredentialRows(evidence.users, partitions));
  await load(engine, listedCredentials, listedCredentialRows(evidence.users));
  await load(
    engine,
    detailsAccounts,
    [...evidence.details].map(([accountId, { truncatedPages, lastPages, users, newest }]) => {
      const afterReport = collectedAfterReport(accountId, collected);
      return {
        account_id: accountId,
        complete: (lastPages > 0 || truncatedPages === 0) && (users > 0 || afterReport),
        newest,
        after_report: afterReport,
      };
    }),
  );
}

/** Most rows only say that a kind was not collected from an account: the engine makes those, 20 x faster. */
async function loadCoverage(engine: DuckDBEngine, rows: readonly RowOf<typeof coverage>[]): Promise<void> {
  const tells = ({ status, detail, collected_at: collected, generated_at: made }: RowOf<typeof coverage>) =>
    status !== "not_collected" || detail !== null || collected !== null || made !== null;
  await load(engine, coverage, rows.filter(tells));
  const kinds = EVIDENCE_KINDS.map((kind) => `(${stringLiteral(kind)})`).join(", ");
  await engine.run(
    "INSERT INTO coverage (account_id, kind, status) SELECT a.account_id, k.kind, 'not_collected'" +
      ` FROM accounts a CROSS JOIN (VALUES ${kinds}) k(kind)` +
      " WHERE NOT EXISTS (SELECT 1 FROM coverage c WHERE c.account_id = a.account_id AND c.kind = k.kind)",
  );
}

/** Tables that are written as they were loaded. */
const PLAIN_TABLES: readonly Table[] = [
  groups,
  roles,
  policies,
  policyAttachments,
  passwordPolicies,
  organizations,
  organizationalUnits,
  orgPolicies,
  orgPolicyTargets,
];

/** A policy has kilobytes: whoever reads some of them must not need the memory of a hundred thousand. */
const DOCUMENTS = ["ROW_GROUP_SIZE 2048"];

/** Writes the tables of the snapshot into the stage, sorted by their keys. */
export async function writeTables(
  engine: DuckDBEngine,
  stage: Stage,
  evidence: Evidence,
  fresh: boolean,
): Promise<StagedTable[]> {
  const details = evidence.details.size > 0;
  const users = usersSql({ details, devices: evidence.virtualDevices.length > 0, fresh });
  const certified = await loadCertified(engine);
  const listed = [...evidence.users.accounts.values()].some(
    ({ serviceSpecific, sshKeys }) => serviceSpecific.size + sshKeys.size > 0,
  );
  const queries: [string, string][] = [
    [accounts.name, plain(accounts)],
    [coverage.name, plain(coverage)],
    [iamUsers.name, users],
    [rootUsers.name, ROOT_USERS_SQL],
    // Pages may repeat what other files hold.
    ...PLAIN_TABLES.map((table): [string, string] => [table.name, plain(table, "distinct")]),
    [serviceCredentials.name, serviceCredentialsSql({ listed, certified, details })],
  ];
  const tables: StagedTable[] = [];
  for (const [name, sql] of queries) {
    const layout = name === policies.name ? DOCUMENTS : [];
    const [written] = await engine.all(`COPY (${sql}) TO ${parquetTarget(stage.tableFile(name), layout)}`);
    tables.push({ name, rows: Number(Object.values(written ?? {})[0] ?? 0) });
  }
  // What comes after needs the memory: of millions of users this table holds most of it.
  await engine.run("DROP TABLE report_rows");
  return tables;
}

/** A table as it is, in the order of its key. */
function plain(table: Table, rows: "all" | "distinct" = "all"): string {
  const select = rows === "distinct" ? "SELECT DISTINCT" : "SELECT";
  return `${select} ${columnList(table)} FROM ${table.name} ORDER BY ${table.key.join(", ")}`;
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

/** Were the authorization details collected when the credential report had been made? Else a user may be newer than they. */
function collectedAfterReport(
  accountId: string,
  collected: ReadonlyMap<string, RowOf<typeof coverage>>,
): boolean {
  const detailsAt = collected.get(`${accountId} authorization_details`)?.collected_at ?? undefined;
  const reportAt = collected.get(`${accountId} credential_report`)?.generated_at ?? 0;
  return detailsAt !== undefined && detailsAt >= reportAt;
}

/** One row an owner, with the newest device; devices that are assigned to nobody protect nobody. */
function deviceRows(evidence: Evidence) {
  const enabled = new Map<string, number | null>();
  for (const { devices } of evidence.virtualDevices) {
    for (const { User, EnableDate } of devices) {
      const arn = User?.Arn ?? "";
      const at = seconds(EnableDate) ?? enabled.get(arn) ?? null;
      if (parseArn(arn) !== undefined)
        enabled.set(arn, at === null ? null : Math.max(at, enabled.get(arn) ?? at));
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
