import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fillTables } from "../../assess/case-tables.js";
import { loadControls } from "../../assess/load.js";
import { parseSetting } from "../../assess/parameters.js";
import { planJudging } from "../../assess/plan.js";
import { openDuckDB } from "../../engine/duckdb/open.js";
import { ALL_TABLES } from "../../entities/index.js";
import { commitSnapshot } from "../../lake/commit.js";
import { openTables } from "../../lake/open.js";
import { parquetTarget } from "../../lake/parquet.js";
import { openStage } from "../../lake/stage.js";
import { DAY_SECONDS, formatTime, parseAuditTime } from "../../model/time.js";
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

/** The rows of a snapshot: these users, in accounts whose report is there unless it says otherwise. */
export function snapshotRows(
  users: readonly Readonly<Record<string, Value>>[],
  { accounts = [ACCOUNT], missing = [] }: { accounts?: readonly string[]; missing?: readonly string[] } = {},
): Rows {
  return {
    accounts: accounts.map((account_id) => ({ account_id, partition: "aws" })),
    coverage: accounts.map((account_id) => ({
      account_id,
      kind: "credential_report",
      status: missing.includes(account_id) ? "denied" : "ok",
    })),
    iam_users: users,
  };
}

/** A history over snapshots of these rows, in a lake of its own; `close` removes it. */
export interface TestHistory {
  readonly history: History;
  close(): Promise<void>;
}

interface Settings {
  readonly controls?: readonly string[];
  readonly accounts?: readonly string[];
  readonly set?: readonly string[];
}

/** Writes, judges and stores the snapshots as the commands do, and opens their history. */
export async function openTestHistory(
  months: readonly Rows[],
  { controls = ["user-key-rotation"], accounts = [], set = [] }: Settings = {},
): Promise<TestHistory> {
  const folder = await mkdtemp(join(tmpdir(), "iamspect-"));
  const lake = join(folder, "lake");
  const all = (await loadControls()).filter(({ declaration }) => controls.includes(declaration.id));
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
