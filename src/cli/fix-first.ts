import { loadFixes } from "../analyse/fixes/catalogue.js";
import { fixFirst } from "../analyse/fixes/fix-first.js";
import { RANKINGS } from "../model/results/fixes.js";
import { quoted } from "../report/text.js";
import { badOption } from "./bad-option.js";
import { defineCommand, EXIT } from "./command.js";
import { openFindingsOf } from "./lay-over.js";
import { chosenExceptions } from "./named-exceptions.js";
import { riskContext } from "./risk-context.js";
import { countExceptedOption, exceptionsOption, judgeOptions, snapshotOptions } from "./shared-options.js";
import { withSnapshot } from "./with-snapshot.js";
import { withoutExcepted } from "./without-excepted.js";

export const command = defineCommand({
  name: "fix-first",
  options: {
    ...snapshotOptions,
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
  },
  results: ["fixes", "fix_users"],
  examples: [
    ["iamspect fix-first --demo --with-policies", "what to do first in the demonstration"],
    ["iamspect fix-first --by effort", "what removes most risk for an hour of work"],
    ["iamspect fix-first --users --format csv > fixes.csv", "who is covered by which fix, and whose it is"],
    ["iamspect fix-first --format json | jq '.[0].title'", "for a script"],
  ],
  run: async (_, values, context) => {
    const most = parseTop(values.top);
    const exceptions = await chosenExceptions(values);
    return await withSnapshot(values, context, async (opened) => {
      const { engine, asOf } = opened;
      const { snapshot_id, as_of } = opened.manifest;
      const findings =
        exceptions === undefined || values.countExcepted
          ? openFindingsOf(opened)
          : await withoutExcepted(opened, exceptions, values.controls, context);
      const risk = await riskContext(engine, values.config, asOf);
      const { by } = values;
      const found = await fixFirst(engine, risk, await loadFixes(), findings, { by, most });
      await context.print(values.users ? "fix_users" : "fixes", { snapshot_id, as_of, by, ...found });
      return EXIT.done;
    });
  },
});

function parseTop(text: string): number {
  if (text === "all") return Number.POSITIVE_INFINITY;
  const number = Number(text);
  if (Number.isInteger(number) && number > 0) return number;
  throw badOption(
    `--top ${quoted(text)} is not a number of fixes.`,
    "Give a whole number such as 20, or all.",
  );
}
