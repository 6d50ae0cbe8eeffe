import pc from "picocolors";
import { CHANGES, type Change } from "../analyse/history/change.js";
import { type Diff, diffSnapshots } from "../analyse/history/diff.js";
import type { History } from "../analyse/history/open-history.js";
import { type UncomparedAccount, uncomparedAccounts } from "../analyse/history/uncompared-accounts.js";
import { snapshotIds } from "../lake/list.js";
import { namedSnapshot } from "../lake/named-snapshot.js";
import { UserError } from "../model/user-error.js";
import { diffLine, diffRecord } from "../report/diff-record.js";
import { diffText } from "../report/diff-text.js";
import { FORMATS, type FormatName } from "../report/formats.js";
import type { OutputRecord } from "../report/records.js";
import { type Context, defineCommand, EXIT } from "./command.js";
import { historyOptions, idsSince } from "./history-options.js";
import { withHistory } from "./history-run.js";
import { lakePlace } from "./lake-place.js";
import { namesOption } from "./names-option.js";
import { printRecords } from "./print.js";

/** So many findings of each change stand in the table. */
const SHOWN = 10;

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
  },
  examples: [
    ["iamspect diff", "what changed between the two newest snapshots"],
    [
      "iamspect diff 20260901 latest --control user-key-rotation",
      "since September, by the beginning of an id",
    ],
    ["iamspect diff --change fixed --format csv", "what was fixed, and how, for a spreadsheet"],
    ["iamspect diff --format json | jq .not_compared", "which accounts could not be compared"],
  ],
  run: async (names, values, context) => {
    const lake = lakePlace(values, context.env);
    const changes = namesOption("--change", "change", values.change, CHANGES);
    const [before, after] = await twoSnapshots(lake, names, context);
    const all = await idsSince(lake, values.since);
    const ids = [...new Set([...all.slice(0, all.indexOf(after)), before, after])];
    const ordered = (await snapshotIds(lake)).filter((id) => ids.includes(id));
    return await withHistory({ lake, ids: ordered, options: values, context }, async ({ history }) => {
      const places = [ordered.indexOf(before), ordered.indexOf(after)] as const;
      const diff = await diffSnapshots(history, ...places);
      const notCompared = await uncomparedAccounts(history, ...places);
      const result = { history, diff, notCompared, places, changes };
      await print(result, values.format as FormatName, context);
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

interface DiffResult {
  readonly history: History;
  readonly diff: Diff;
  readonly notCompared: readonly UncomparedAccount[];
  readonly places: readonly [number, number];
  readonly changes: readonly Change[];
}

async function print(result: DiffResult, format: FormatName, context: Context): Promise<void> {
  const { history, diff, notCompared, places } = result;
  const [before, after] = places.map((place) => nameOf(history, place));
  if (format === "table" && before !== undefined && after !== undefined) {
    const findings = [];
    for await (const line of lines(result)) findings.push(line);
    const summary = { before, after, controls: diff.controls, notCompared, findings };
    await context.write(diffText(summary, pc.createColors(context.color)));
  } else if (format === "json") {
    const head = { before, after, controls: diff.controls, not_compared: notCompared };
    // The findings may be millions: they are written as they come, into the object's last member.
    await context.write(`${JSON.stringify(head, null, 2).slice(0, -2)},\n  "findings": `);
    await printRecords(FORMATS.json, records(result), context);
    await context.write("}\n");
  } else await printRecords(FORMATS[format], records(result), context);
  if (notCompared.length > 0 && format !== "table") {
    context.note(`${new Set(notCompared.map((one) => one.account_id)).size} accounts are not compared.`);
  }
}

function nameOf({ snapshots }: History, place: number) {
  const manifest = snapshots[place]?.manifest;
  return { snapshot_id: manifest?.snapshot_id ?? "", as_of: manifest?.as_of ?? "" };
}

async function* records({ history, diff, changes }: DiffResult): AsyncGenerator<OutputRecord> {
  for await (const rows of diff.findings({ changes, evidence: true })) {
    for (const row of rows) yield diffRecord(row, history.snapshots);
  }
}

/** What the table shows is stored: nothing is judged again for it. */
async function* lines({ history, diff, changes }: DiffResult): AsyncGenerator<OutputRecord> {
  for await (const rows of diff.findings({ changes, most: SHOWN })) {
    for (const row of rows) yield diffLine(row, history.snapshots);
  }
}
