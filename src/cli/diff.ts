import { CHANGES, type Change } from "../analyse/history/change.js";
import { diffSnapshots } from "../analyse/history/diff.js";
import { changedFinding, changeRecords } from "../analyse/history/diff-record.js";
import type { History } from "../analyse/history/open-history.js";
import { uncomparedAccounts } from "../analyse/history/uncompared-accounts.js";
import { snapshotIds } from "../lake/list.js";
import { namedSnapshot } from "../lake/named-snapshot.js";
import { counted } from "../model/listed.js";
import type { DiffResult } from "../model/results/diff.js";
import { UserError } from "../model/user-error.js";
import { type Context, defineCommand, EXIT } from "./command.js";
import { checkHubRegion, hubRegionOption } from "./finding-options.js";
import { historyOptions, idsSince } from "./history-options.js";
import { withHistory } from "./history-run.js";
import { withKeptSettings } from "./kept-settings.js";
import { privateLake } from "./lake-place.js";
import { namesOption } from "./names-option.js";

/** What is printed unless --change says otherwise: what is as it was, and what cannot be compared, are only counted. */
const DEFAULT_CHANGES = CHANGES.filter((change) => change !== "persisting" && change !== "not_compared");

export const command = defineCommand({
  name: "diff",
  arguments: {
    name: "[a] [b]",
    doc: "two snapshots: ids, beginnings of ids, latest or previous (default: the two newest)",
  },
  options: {
    ...historyOptions,
    change: {
      flags: "--change <list>",
      doc: `which findings to print: ${CHANGES.join(", ")}, or all`,
      kind: "text",
      default: DEFAULT_CHANGES.join(","),
    },
    hubRegion: hubRegionOption,
  },
  results: ["diff"],
  examples: [
    ["iamspect diff", "what changed between the two newest snapshots"],
    [
      "iamspect diff 20260901 latest --control user-key-rotation",
      "since September, by the beginning of an id",
    ],
    ["iamspect diff --change fixed --format csv", "what was fixed, and how, for a spreadsheet"],
    ["iamspect diff --format asff", "what was fixed, archived: for AWS Security Hub"],
    ["iamspect diff --format json | jq .not_compared", "which accounts could not be compared"],
  ],
  run: async (names, values, context) => {
    const lake = await privateLake(values, context);
    checkHubRegion(values.hubRegion);
    const changes = namesOption("--change", "change", values.change, CHANGES);
    const [before, after] = await twoSnapshots(lake, names, context);
    const all = await idsSince(lake, values.since);
    const ids = [...new Set([...all.slice(0, all.indexOf(after)), before, after])];
    const ordered = (await snapshotIds(lake)).filter((id) => ids.includes(id));
    const options = await withKeptSettings(lake, values);
    return await withHistory({ lake, ids: ordered, options, context }, async ({ history }) => {
      const places = [ordered.indexOf(before), ordered.indexOf(after)] as const;
      const result = await diffResult(history, places, changes);
      await context.print("diff", result, { hubRegion: values.hubRegion });
      const accounts = new Set(result.not_compared.map((one) => one.account_id)).size;
      if (accounts > 0 && context.format !== "table") {
        context.note(`${counted(accounts, "account")} ${accounts === 1 ? "is" : "are"} not compared.`);
      }
      return EXIT.done;
    });
  },
});

/** The two snapshots, the earlier first. Throws `UserError` where there are not two. */
async function twoSnapshots(
  lake: string,
  names: readonly string[],
  context: Context,
): Promise<readonly [string, string]> {
  const ids = await snapshotIds(lake);
  if (ids.length < 2) {
    throw new UserError({
      code: "no_snapshot",
      what: `The lake ${lake} holds ${ids.length === 1 ? "only one snapshot" : "no snapshot"}, and diff compares two.`,
      fix: "Audit again later. What one snapshot tells of the past, `iamspect trend` prints.",
    });
  }
  const one = namedSnapshot(ids, names[0] ?? "previous");
  const other = namedSnapshot(ids, names[1] ?? "latest");
  if (one === other) {
    throw new UserError({
      code: "same_snapshot",
      what: `Both names mean the snapshot ${one}.`,
      fix: "`iamspect snapshots list` prints the others.",
    });
  }
  if (ids.indexOf(one) < ids.indexOf(other)) return [one, other];
  context.note(`${other} is the earlier one: what follows goes from it to ${one}.`);
  return [other, one];
}

async function diffResult(
  history: History,
  places: readonly [number, number],
  changes: readonly Change[],
): Promise<DiffResult> {
  const { snapshots } = history;
  const { controls, findings } = await diffSnapshots(history, ...places);
  return {
    before: nameOf(history, places[0]),
    after: nameOf(history, places[1]),
    controls,
    not_compared: await uncomparedAccounts(history, ...places),
    first: (most) => mapped(findings({ changes, most }), (row) => changedFinding(row, snapshots)),
    findings: () => mapped(findings({ changes, evidence: true }), changeRecords(snapshots)),
  };
}

function nameOf({ snapshots }: History, place: number): DiffResult["before"] {
  const manifest = snapshots[place]?.manifest;
  return { snapshot_id: manifest?.snapshot_id ?? "", as_of: manifest?.as_of ?? "" };
}

async function* mapped<From, To>(batches: AsyncIterable<readonly From[]>, to: (one: From) => To) {
  for await (const batch of batches) yield batch.map(to);
}
