import { findSnapshot, snapshotIds } from "../lake/list.js";
import { planPrune, prune } from "../lake/prune.js";
import { verifySnapshot } from "../lake/verify.js";
import { UserError } from "../model/user-error.js";
import { FORMATS, type FormatName } from "../report/formats.js";
import { type Context, defineCommand, EXIT, type OptionValues } from "./command.js";
import { lakePlace } from "./lake-place.js";
import { printRecords } from "./print.js";
import { demoOptions, formatOption, lakeOption } from "./shared-options.js";

const options = {
  ...demoOptions,
  lake: lakeOption,
  keep: { flags: "--keep <count>", doc: "prune: how many of the newest snapshots stay", kind: "text" },
  yes: { flags: "--yes", doc: "prune: remove them; without it the plan is only printed", kind: "flag" },
  format: formatOption,
} as const;
type Options = OptionValues<typeof options>;

export const command = defineCommand({
  name: "snapshots",
  arguments: { name: "<action> [id...]", doc: "list; verify [ID...]; prune --keep N" },
  options,
  examples: [
    ["iamspect snapshots list", "the snapshots of the lake"],
    ["iamspect snapshots verify", "compare every file with its checksum"],
    ["iamspect snapshots prune --keep 12 --yes", "keep the newest twelve"],
  ],
  run: async ([action, ...ids], values, context) => {
    const lake = lakePlace(values, context.env);
    if (action === "list") return await list(lake, values, context);
    if (action === "verify") return await verify(lake, ids, values, context);
    if (action === "prune") return await pruneLake(lake, values, context);
    throw new UserError({
      code: "bad_action",
      what: `snapshots has no action ${action}.`,
      fix: "Choose list, verify or prune.",
    });
  },
});

async function list(lake: string, values: Options, context: Context): Promise<number> {
  const manifests = await Promise.all((await snapshotIds(lake)).map((id) => findSnapshot(lake, id)));
  const records = manifests.map(({ snapshot_id, as_of, coverage, tables }) => ({
    snapshot_id,
    as_of,
    accounts: coverage.accounts,
    incomplete: coverage.incomplete,
    iam_users: tables.iam_users?.rows ?? 0,
    bytes: Object.values(tables).reduce((sum, { bytes }) => sum + bytes, 0),
  }));
  if (records.length === 0) context.note(`The lake ${lake} holds no snapshot.`);
  await printRecords(FORMATS[values.format as FormatName], records, context);
  return EXIT.done;
}

async function verify(
  lake: string,
  ids: readonly string[],
  values: Options,
  context: Context,
): Promise<number> {
  const wanted = ids.length > 0 ? ids : await snapshotIds(lake);
  const results = [];
  for (const id of wanted) results.push(await verifySnapshot(lake, id));
  const records = results.map(({ snapshotId, files, problems }) => ({
    snapshot_id: snapshotId,
    files,
    result: problems.length === 0 ? "whole" : "broken",
    problems: problems.join(" "),
  }));
  await printRecords(FORMATS[values.format as FormatName], records, context);
  return results.every(({ problems }) => problems.length === 0) ? EXIT.done : EXIT.couldNotRun;
}

async function pruneLake(lake: string, values: Options, context: Context): Promise<number> {
  const keep = Number(values.keep);
  if (values.keep === undefined || !Number.isInteger(keep) || keep < 0) {
    throw new UserError({
      code: "bad_option",
      what: "--keep is missing: the number of snapshots to keep.",
      fix: "Say --keep 12.",
    });
  }
  const plan = await planPrune(lake, keep);
  const records = [
    ...plan.snapshots.map((name) => ({ what: "snapshot", name })),
    ...plan.leftovers.map((name) => ({ what: "left by an interrupted run", name })),
  ];
  await printRecords(FORMATS[values.format as FormatName], records, context);
  if (values.yes) await prune(lake, plan);
  context.note(
    values.yes
      ? `Removed ${records.length}.`
      : "Nothing was removed. Say --yes to remove these; it cannot be undone.",
  );
  return EXIT.done;
}
