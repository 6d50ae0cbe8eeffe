import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fillTables } from "../../assess/case-tables.js";
import { loadControls } from "../../assess/load.js";
import { parseSetting } from "../../assess/parameters.js";
import { planJudging } from "../../assess/plan.js";
import { openDuckDB } from "../../engine/duckdb/open.js";
import { commitSnapshot } from "../../lake/commit.js";
import { openTables } from "../../lake/open.js";
import { parquetTarget } from "../../lake/parquet.js";
import { openStage } from "../../lake/stage.js";
import type { EvidenceKind } from "../../model/coverage.js";
import type { CredentialKind } from "../../model/credential.js";
import { DAY_SECONDS, formatTime, parseAuditTime } from "../../model/time.js";
import { ALL_TABLES } from "../../sources/tables.js";
import { type EvidenceFiles, writeEvidence } from "./evidence.js";
import { type History, openHistory } from "./open-history.js";
import type { HistorySnapshot } from "./snapshot.js";
import { storeVerdicts } from "./store-verdicts.js";

type Value = string | number | boolean | null;
export type Rows = Readonly<Record<string, readonly Readonly<Record<string, Value>>[]>>;

/** The audit time of the first snapshot; each one after it is thirty days later. */
export const START = parseAuditTime("2026-01-01T00:00:00Z");
export const timeOfMonth = (month: number) => START + month * 30 * DAY_SECONDS;

const ACCOUNT = "111122223333";

/** A user whose key is so many days older than the first snapshot; it was used a minute before. */
export function keyUser(name: string, more: Readonly<Record<string, Value>> = {}, account = ACCOUNT) {
  return {
    account_id: account,
    arn: `arn:aws:iam::${account}:user/${name}`,
    user_name: name,
    user_id: `AIDA-${name}`,
    created_at: formatTime(START - 900 * DAY_SECONDS),
    password_enabled: false,
    mfa_active: false,
    access_key_1_active: true,
    access_key_1_created_at: formatTime(START - 400 * DAY_SECONDS),
    access_key_1_last_used_at: formatTime(START - 60),
    access_key_2_active: false,
    ...more,
  };
}

interface Evidence {
  readonly accounts?: readonly string[];
  /** Accounts whose report was denied. */
  readonly missing?: readonly string[];
  /** Kinds of evidence that are there of each account beside the report. */
  readonly more?: readonly EvidenceKind[];
}

/** The rows of a snapshot: these users, in accounts whose report is there unless it says otherwise. */
export function snapshotRows(
  users: readonly Readonly<Record<string, Value>>[],
  { accounts = [ACCOUNT], missing = [], more = [] }: Evidence = {},
): Rows {
  return {
    accounts: accounts.map((account_id) => ({ account_id, partition: "aws" })),
    coverage: accounts.flatMap((account_id) => [
      { account_id, kind: "credential_report", status: missing.includes(account_id) ? "denied" : "ok" },
      ...more.map((kind) => ({ account_id, kind, status: "ok" })),
    ]),
    iam_users: users,
  };
}

/**
 * A snapshot of users who have a password, for user-console-mfa. f: no device, and no policy asks for one; a: no device,
 * and the policies are not known; c: a device is registered; u: no device, and what the organization asks for is not known.
 */
export function consoleRows(letters: string): Rows {
  const users = [...letters].flatMap((letter, number) => (letter === "d" ? [] : [[letter, number] as const]));
  return {
    ...snapshotRows(users.map(([, number]) => ({ ...keyUser(`user-${number}`), password_enabled: true }))),
    effective_mfa: users.map(([letter, number]) => {
      const { account_id, arn, user_id, created_at } = keyUser(`user-${number}`);
      return {
        ...{ account_id, arn, user_id, created_at, password_enabled: true },
        device_registered: letter === "c",
        policies_known: letter !== "a",
        scps_known: letter !== "u",
        console_verdict: letter === "f" ? "not_enforced" : letter === "c" ? "enforced" : "unknown",
      };
    }),
  };
}

/** A history over snapshots of these rows, in a lake of its own; `close` removes it. */
export interface TestHistory {
  readonly history: History;
  close(): Promise<void>;
}

interface Settings {
  readonly controls?: readonly string[];
  /** Also judge credentials of these kinds by a control of their own, old-credential: active ones of over 90 days fail. */
  readonly credentials?: readonly CredentialKind[];
  readonly accounts?: readonly string[];
  readonly set?: readonly string[];
}

/** Writes, judges and stores the snapshots as the commands do, and opens their history. */
export async function openTestHistory(
  months: readonly Rows[],
  { controls = ["user-key-rotation"], credentials = [], accounts = [], set = [] }: Settings = {},
): Promise<TestHistory> {
  const folder = await mkdtemp(join(tmpdir(), "iamspect-"));
  const lake = join(folder, "lake");
  const own = credentials.length === 0 ? [] : [await writeControl(folder, credentials)];
  const ids = credentials.length === 0 ? controls : [...controls, "old-credential"];
  const all = (await loadControls(own)).filter(({ declaration }) => ids.includes(declaration.id));
  const plan = planJudging(all, set.map(parseSetting));
  const snapshots: HistorySnapshot[] = [];
  for (const [month, rows] of months.entries()) {
    snapshots.push(await writeSnapshot(lake, rows, timeOfMonth(month), plan));
  }
  const engine = await openDuckDB({ threads: 1 });
  const history = await openHistory(engine, {
    lake,
    snapshots,
    controls: all,
    filter: { accounts },
    evidence: {
      file: (name) => join(folder, `${name}.parquet`),
      write: async (place, files) => await judgeAgain(lake, snapshots[place], files),
    },
  });
  return {
    history,
    close: async () => {
      engine.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function writeControl(folder: string, credentials: readonly CredentialKind[]): Promise<string> {
  const place = join(folder, "old-credential");
  await mkdir(place);
  const yaml = {
    ...{ id: "old-credential", title: "Old", severity: "low", subject: "iam_user", credentials },
    rationale: "They are old.",
    evidence: { required: ["credential_report"], fields: ["created_at"] },
    reason: { fail: "It is old." },
    remediation: { console: "Delete it.", cli: "aws iam help" },
  };
  // JSON is YAML, too.
  await writeFile(join(place, "control.yaml"), JSON.stringify(yaml));
  await writeFile(
    join(place, "control.sql"),
    "SELECT c.account_id, c.subject_arn, c.active AS applies, c.created_at < :as_of - 86400 * 90 AS fails," +
      " c.created_at AS since, c.created_at AS aged_from FROM credentials c",
  );
  return place;
}

async function writeSnapshot(
  lake: string,
  rows: Rows,
  asOf: number,
  plan: HistorySnapshot["plan"],
): Promise<HistorySnapshot> {
  const stage = await openStage(lake);
  const [making, judging] = [await openDuckDB({ threads: 1 }), await openDuckDB({ threads: 1 })];
  try {
    await fillTables(making, rows as Parameters<typeof fillTables>[1], "test");
    const staged = [];
    for (const { name } of ALL_TABLES) {
      await making.run(`COPY ${name} TO ${parquetTarget(stage.tableFile(name))}`);
      staged.push({ name, rows: rows[name]?.length ?? 0 });
    }
    const manifest = await commitSnapshot(stage, asOf, staged, { accounts: 1, complete: 1, incomplete: 0 });
    await openTables(judging, lake, manifest);
    const verdicts = await storeVerdicts(judging, stage, manifest.snapshot_id, plan);
    return { manifest, asOf, plan, verdicts };
  } finally {
    making.close();
    judging.close();
    await stage.discard();
  }
}

async function judgeAgain(lake: string, snapshot: HistorySnapshot | undefined, files: EvidenceFiles) {
  if (snapshot === undefined) throw new RangeError("no such snapshot");
  const engine = await openDuckDB({ threads: 1 });
  try {
    await openTables(engine, lake, snapshot.manifest);
    await writeEvidence(engine, snapshot.plan, files);
  } finally {
    engine.close();
  }
}
