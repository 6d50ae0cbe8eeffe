import { neededSnapshots } from "../assess/needed-snapshots.js";
import { openDuckDB } from "../engine/duckdb/open.js";
import { findSnapshot, snapshotIds } from "../lake/list.js";
import { namedSnapshot } from "../lake/named-snapshot.js";
import { type PruneLimits, type PrunePlan, planPrune, prune } from "../lake/prune.js";
import { verifySnapshot } from "../lake/verify.js";
import { counted } from "../model/listed.js";
import type { PrunedItem, SnapshotCheck, SnapshotSummary } from "../model/results/snapshots.js";
import { badOption } from "./bad-option.js";
import { defineCommand, EXIT, type OptionValues, type Output } from "./command.js";
import { privateLake } from "./lake-place.js";
import { lakeOptions } from "./shared-options.js";

const options = {
  ...lakeOptions,
  keep: {
    flags: "--keep <count>",
    doc: "prune: how many of the newest snapshots of each account stay",
    kind: "text",
  },
  yes: { flags: "--yes", doc: "prune: remove them; without it the plan is only printed", kind: "flag" },
} as const;

export const command = defineCommand({
  name: "snapshots",
  arguments: { name: "[action] [id...]", doc: "what to do, and the ids of snapshots for verify" },
  actions: {
    list: "the snapshots of the lake",
    verify: "compare every file with its checksum; of all snapshots, or of those named",
    prune: "remove old snapshots: --keep N of each account stay",
  },
  options,
  results: ["snapshots", "snapshot_checks", "pruned"],
  examples: [
    ["iamspect snapshots list", "the snapshots of the lake"],
    ["iamspect snapshots verify", "compare every file with its checksum"],
    [
      "iamspect snapshots verify 202612 latest",
      "those of two snapshots, one named by the beginning of its id",
    ],
    ["iamspect snapshots prune --keep 12 --yes", "keep the newest twelve of each account"],
  ],
  run: async ([action, ...ids], values, context) => {
    const lake = await privateLake(values, context);
    if (action === "list") {
      const snapshots = await summaries(lake);
      if (snapshots.length === 0) context.note(`The lake ${lake} holds no snapshot.`);
      await context.print("snapshots", snapshots);
      return EXIT.done;
    }
    if (action === "verify") {
      const all = await snapshotIds(lake);
      const checks = await verified(lake, ids.length > 0 ? ids.map((id) => namedSnapshot(all, id)) : all);
      await context.print("snapshot_checks", checks);
      return checks.every(({ result }) => result === "whole") ? EXIT.done : EXIT.couldNotRun;
    }
    return await pruneLake(lake, values, context);
  },
});

async function summaries(lake: string): Promise<SnapshotSummary[]> {
  const manifests = await Promise.all((await snapshotIds(lake)).map((id) => findSnapshot(lake, id)));
  return manifests.map(({ snapshot_id, as_of, coverage: { accounts, incomplete }, tables }) => {
    const bytes = Object.values(tables).reduce((sum, table) => sum + table.bytes, 0);
    return { snapshot_id, as_of, accounts, incomplete, iam_users: tables.iam_users?.rows ?? 0, bytes };
  });
}

async function verified(lake: string, ids: readonly string[]): Promise<SnapshotCheck[]> {
  const checks: SnapshotCheck[] = [];
  for (const snapshot_id of ids) {
    const { files, problems } = await verifySnapshot(lake, snapshot_id);
    const result = problems.length === 0 ? "whole" : "broken";
    checks.push({ snapshot_id, files, result, problems: problems.join(" ") });
  }
  return checks;
}

async function pruneLake(
  lake: string,
  { keep, yes }: OptionValues<typeof options>,
  context: Output<"pruned">,
): Promise<number> {
  const most = keepOption(keep);
  const plan = await planPrune(lake, most, await needed(lake, most));
  const items = prunedItems(plan);
  await context.print("pruned", items);
  if (yes) await prune(lake, plan);
  context.note(
    yes
      ? `Removed ${counted(items.length, "item")}.`
      : "Nothing was removed. Say --yes to remove these; it cannot be undone.",
  );
  return EXIT.done;
}

async function needed(lake: string, keep: number): Promise<PruneLimits> {
  const engine = await openDuckDB();
  try {
    return await neededSnapshots(engine, lake, keep);
  } finally {
    engine.close();
  }
}

function prunedItems({ snapshots, leftovers }: PrunePlan): PrunedItem[] {
  return [
    ...snapshots.map((name) => ({ what: "snapshot", name }) as const),
    ...leftovers.map((name) => ({ what: "left by an interrupted run", name }) as const),
  ];
}

function keepOption(text: string | undefined): number {
  const keep = Number(text);
  if (text !== undefined && Number.isInteger(keep) && keep >= 0) return keep;
  throw badOption("--keep is missing: how many snapshots of each account stay.", "Say --keep 12.");
}
