import pc from "picocolors";
import { type OpenSince, openSince } from "../analyse/history/open-since.js";
import { type ControlTrend, measureTrend } from "../analyse/history/trend.js";
import { findSnapshot } from "../lake/list.js";
import { formatTime, parseAuditTime } from "../model/time.js";
import { UserError } from "../model/user-error.js";
import { FORMATS, type FormatName } from "../report/formats.js";
import type { OutputRecord } from "../report/records.js";
import { trendText } from "../report/trend-text.js";
import { type Context, defineCommand, EXIT } from "./command.js";
import { dateOption, historyOptions, idsSince } from "./history-options.js";
import { withHistory } from "./history-run.js";
import { lakePlace } from "./lake-place.js";
import { printRecords } from "./print.js";

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
  examples: [
    ["iamspect trend", "every control over all snapshots of the lake"],
    ["iamspect trend --control user-key-rotation", "one control, snapshot by snapshot"],
    ["iamspect trend --since 2026-01-01 --target 2026-12-31", "will it be done by the end of the year?"],
    ["iamspect trend --format csv > trend.csv", "a row a control and snapshot, for a chart"],
  ],
  run: async (_, values, context) => {
    const lake = lakePlace(values, context.env);
    const ids = await idsSince(lake, values.since);
    const newest = await findSnapshot(lake, ids.at(-1));
    const target = parseTarget(values.target, parseAuditTime(newest.as_of));
    const run = { lake, ids, options: values, context, figures: true };
    return await withHistory(run, async ({ history, figures }) => {
      const controls = await measureTrend(history, figures, target);
      const past = await openSince(history);
      await print({ controls, past, target: values.target }, values.format as FormatName, context);
      return EXIT.done;
    });
  },
});

function parseTarget(text: string | undefined, newest: number): number | undefined {
  if (text === undefined) return undefined;
  const target = dateOption("--target", text);
  if (target > newest) return target;
  throw new UserError({
    code: "bad_option",
    what: `--target ${text} is not after the newest snapshot, which is of ${formatTime(newest)}.`,
    fix: "Give a later day.",
  });
}

interface TrendResult {
  readonly controls: readonly ControlTrend[];
  readonly past: readonly OpenSince[];
  readonly target: string | undefined;
}

async function print(result: TrendResult, format: FormatName, context: Context): Promise<void> {
  if (format === "table") await context.write(trendText(result, pc.createColors(context.color)));
  else if (format === "json") {
    const { controls, past } = result;
    const all = controls.map((control) => {
      const { months, since_unknown } = past.find((one) => one.control_id === control.control_id) ?? {};
      return { ...control, open_since: { months, since_unknown } };
    });
    const caveat =
      "open_since has only what is still open: what was fixed before the newest snapshot is not in it";
    await context.write(
      `${JSON.stringify({ target: result.target ?? null, caveat, controls: all }, null, 2)}\n`,
    );
  } else await printRecords(FORMATS[format], pointRecords(result.controls), context);
}

/** A record for each control and snapshot; what is told of a control as a whole is only in the other formats. */
function pointRecords(controls: readonly ControlTrend[]): OutputRecord[] {
  return controls.flatMap(({ control_id, title, severity, points }) =>
    points.map(({ snapshot_id, as_of, ...counts }) => ({
      control_id,
      title,
      severity,
      snapshot_id,
      as_of,
      ...counts,
    })),
  );
}
