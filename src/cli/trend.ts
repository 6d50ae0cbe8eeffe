import { openSince } from "../analyse/history/open-since.js";
import { measureTrend } from "../analyse/history/trend.js";
import { findSnapshot } from "../lake/list.js";
import { formatTime, parseAuditTime } from "../model/time.js";
import { badOption } from "./bad-option.js";
import { defineCommand, EXIT } from "./command.js";
import { dateOption, historyOptions, idsSince } from "./history-options.js";
import { withHistory } from "./history-run.js";
import { withKeptSettings } from "./kept-settings.js";
import { privateLake } from "./lake-place.js";

export const command = defineCommand({
  name: "trend",
  options: {
    ...historyOptions,
    target: {
      flags: "--target <date>",
      doc: "also print how many findings a week must go to have none left by this day",
      kind: "text",
    },
  },
  results: ["trend"],
  examples: [
    ["iamspect trend", "every control over all snapshots of the lake"],
    ["iamspect trend --control user-key-rotation", "one control, snapshot by snapshot"],
    ["iamspect trend --since 2026-01-01 --target 2026-12-31", "will it be done by the end of the year?"],
    ["iamspect trend --format csv > trend.csv", "a row a control and snapshot, for a chart"],
  ],
  run: async (_, values, context) => {
    const lake = await privateLake(values, context);
    const ids = await idsSince(lake, values.since);
    const newest = await findSnapshot(lake, ids.at(-1));
    const target = parseTarget(values.target, parseAuditTime(newest.as_of));
    const options = await withKeptSettings(lake, values);
    const run = { lake, ids, options, context, figures: true };
    return await withHistory(run, async ({ history, figures }) => {
      const controls = await measureTrend(history, figures, target);
      const past = await openSince(history);
      await context.print("trend", { controls, past, target: values.target });
      return EXIT.done;
    });
  },
});

function parseTarget(text: string | undefined, newest: number): number | undefined {
  if (text === undefined) return undefined;
  const target = dateOption("--target", text);
  if (target > newest) return target;
  throw badOption(
    `--target ${text} is not after the newest snapshot, which is of ${formatTime(newest)}.`,
    "Give a later day.",
  );
}
