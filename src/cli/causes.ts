import pc from "picocolors";
import type { CauseSearch } from "../analyse/causes/cause.js";
import { findCauses } from "../analyse/causes/find-causes.js";
import { parseAuditTime } from "../model/time.js";
import { causeRecord } from "../report/cause-record.js";
import { causesText } from "../report/causes-text.js";
import { FORMATS, type FormatName } from "../report/formats.js";
import type { OutputRecord } from "../report/records.js";
import { defineCommand, EXIT } from "./command.js";
import { printRecords } from "./print.js";
import { Progress } from "./progress.js";
import { demoOptions, formatOption, judgeOptions, lakeOption, snapshotOption } from "./shared-options.js";
import { withSnapshot } from "./with-snapshot.js";

export const command = defineCommand({
  name: "causes",
  options: {
    ...demoOptions,
    lake: lakeOption,
    snapshot: snapshotOption,
    ...judgeOptions,
    account: {
      flags: "--account <id>",
      doc: "look at the users of this account only; may be repeated",
      kind: "list",
    },
    format: formatOption,
  },
  examples: [
    ["iamspect causes --demo", "what those who fail share, in the demonstration"],
    ["iamspect causes --control user-key-at-setup", "of one control"],
    [
      "iamspect causes --account 111122223333",
      "within an account: its paths, names, tags, groups and bursts",
    ],
    ["iamspect causes --format json | jq -r '.[].sentence'", "a sentence a cause"],
  ],
  run: async (_, values, context) => {
    return await withSnapshot(values, context, async ({ engine, manifest, plan }) => {
      const asOf = parseAuditTime(manifest.as_of);
      const progress = new Progress(context, "Looked at", "controls");
      const onStep = (step: string) => progress.step(step);
      const search = await findCauses(engine, { plan, asOf, accounts: values.account, onStep });
      progress.end();
      const format = values.format as FormatName;
      if (format === "table") {
        const summary = { snapshotId: manifest.snapshot_id, asOf: manifest.as_of, search };
        await context.write(causesText(summary, pc.createColors(context.color)));
      } else await printRecords(FORMATS[format], records(search), context);
      return EXIT.done;
    });
  },
});

function records({ controls, tested }: CauseSearch): OutputRecord[] {
  return controls.flatMap((control) => control.causes.map((cause) => causeRecord(control, cause, tested)));
}
