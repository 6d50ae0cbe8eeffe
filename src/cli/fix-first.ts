import pc from "picocolors";
import { loadFixes } from "../analyse/fixes/catalogue.js";
import { type FixFirst, fixFirst } from "../analyse/fixes/fix-first.js";
import { RANKINGS, type Ranking } from "../analyse/fixes/greedy.js";
import { readExceptions } from "../govern/read-exceptions.js";
import { parseAuditTime } from "../model/time.js";
import { UserError } from "../model/user-error.js";
import { fixRecord, fixUserRecord } from "../report/fix-record.js";
import { fixesText } from "../report/fixes-text.js";
import { FORMATS, type FormatName } from "../report/formats.js";
import type { OutputRecord } from "../report/records.js";
import { defineCommand, EXIT } from "./command.js";
import { openFindingsOf } from "./lay-over.js";
import { namedExceptions } from "./named-exceptions.js";
import { printRecords } from "./print.js";
import { riskContext } from "./risk-context.js";
import {
  countExceptedOption,
  demoOptions,
  exceptionsOption,
  formatOption,
  judgeOptions,
  lakeOption,
  snapshotOption,
} from "./shared-options.js";
import { withSnapshot } from "./with-snapshot.js";
import { withoutExcepted } from "./without-excepted.js";

/** So many names of users stand under a fix in the table. */
const NAMED = 3;

export const command = defineCommand({
  name: "fix-first",
  options: {
    ...demoOptions,
    lake: lakeOption,
    snapshot: snapshotOption,
    ...judgeOptions,
    exceptions: exceptionsOption,
    countExcepted: countExceptedOption,
    by: {
      flags: "--by <what>",
      doc: "rank by the risk that a fix removes, or by that for each hour of effort",
      kind: "text",
      choices: RANKINGS,
      default: "risk",
    },
    top: { flags: "--top <n>", doc: "how many fixes to show, or all", kind: "text", default: "20" },
    users: {
      flags: "--users",
      doc: "print one record for each user of each fix, with its owner",
      kind: "flag",
    },
    format: formatOption,
  },
  examples: [
    ["iamspect fix-first --demo --with-policies", "what to do first in the demonstration"],
    ["iamspect fix-first --by effort", "what removes most risk for an hour of work"],
    ["iamspect fix-first --users --format csv > fixes.csv", "who is covered by which fix, and whose it is"],
    ["iamspect fix-first --format json | jq '.[0].title'", "for a script"],
  ],
  run: async (_, values, context) => {
    const most = parseTop(values.top);
    const exceptions = await readExceptions(await namedExceptions(values));
    return await withSnapshot(values, context, async (opened) => {
      const { engine, manifest } = opened;
      const asOf = parseAuditTime(manifest.as_of);
      const all = await openFindingsOf(opened);
      const leaveOut = exceptions !== undefined && !values.countExcepted;
      const findings = leaveOut
        ? await withoutExcepted(opened, all, exceptions, values.controls, context)
        : all;
      const risk = await riskContext(engine, values.config, asOf);
      const result = await fixFirst(engine, risk, await loadFixes(), findings, {
        by: values.by as Ranking,
        most,
      });
      const format = values.format as FormatName;
      if (values.users) await printRecords(FORMATS[format], userRecords(result), context);
      else if (format === "table") {
        const names = [...(await subjects(result, "name", NAMED)).values()];
        const { snapshot_id: snapshotId, as_of } = manifest;
        const summary = { snapshotId, asOf: as_of, by: values.by, result, names };
        await context.write(fixesText(summary, pc.createColors(context.color)));
      } else await printRecords(FORMATS[format], await fixRecords(result), context);
      return EXIT.done;
    });
  },
});

function parseTop(text: string): number {
  if (text === "all") return Number.POSITIVE_INFINITY;
  const number = Number(text);
  if (Number.isInteger(number) && number > 0) return number;
  throw new UserError({
    code: "bad_option",
    what: `--top ${JSON.stringify(text)} is not a number of fixes.`,
    fix: "Give a whole number such as 20, or all.",
  });
}

async function fixRecords(result: FixFirst): Promise<OutputRecord[]> {
  const arns = await subjects(result, "arn");
  return result.fixes.map((fix, place) => fixRecord(fix, arns.get(place) ?? []));
}

/** A column of the users of each fix. */
async function subjects(
  { fixes, statistics }: FixFirst,
  column: "arn" | "name",
  most?: number,
): Promise<Map<number, string[]>> {
  const found = new Map<number, string[]>(fixes.map((_, place) => [place, []]));
  for await (const rows of statistics.users(most)) {
    for (const row of rows) found.get(Number(row.place))?.push(String(row[column]));
  }
  return found;
}

async function* userRecords({ fixes, statistics }: FixFirst): AsyncGenerator<OutputRecord> {
  for await (const rows of statistics.users()) {
    for (const row of rows) {
      const fix = fixes[Number(row.place)];
      if (fix !== undefined) yield fixUserRecord(fix, row);
    }
  }
}
