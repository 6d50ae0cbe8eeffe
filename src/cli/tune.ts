import { loadBreakGlass } from "../analyse/people/break-glass.js";
import { UserKinds } from "../analyse/people/user-kinds.js";
import { loadEvidencePitfalls } from "../analyse/tune/evidence-pitfalls.js";
import { loadUserGroups } from "../analyse/tune/groups.js";
import { tuneControls } from "../analyse/tune/tune-controls.js";
import type { TuneData } from "../analyse/tune/tune-table.js";
import { badOption } from "./bad-option.js";
import { defineCommand, EXIT, type OptionValues } from "./command.js";
import { DEFAULT_FILE, readConfig } from "./config.js";
import { Progress } from "./progress.js";
import { judgeOptions, snapshotOptions } from "./shared-options.js";
import { withSnapshot } from "./with-snapshot.js";
import { writeSettings } from "./write-settings.js";

const options = {
  ...snapshotOptions,
  ...judgeOptions,
  write: {
    flags: "--write [file]",
    doc: "write the recommended settings into a configuration (default: that of --config, else ./iamspect.yaml), after showing the change",
    kind: "text",
  },
  yes: { flags: "--yes", doc: "with --write: do not ask", kind: "flag" },
} as const;

export const command = defineCommand({
  name: "tune",
  options,
  results: ["tune"],
  examples: [
    ["iamspect tune --demo", "the demonstration: each control at a range of settings"],
    ["iamspect tune --control user-key-rotation", "one control"],
    ["iamspect tune --write", "show what would change in iamspect.yaml, ask, and write it"],
    ["iamspect tune --format json | jq '.[] | {control_id, recommendation}'", "for a script"],
  ],
  run: async (_, values, context) => {
    checkWrite(values);
    return await withSnapshot(values, context, async ({ engine, plan, choice }) => {
      const progress = new Progress(context, "Tuned", "controls");
      const onProgress = (done: number, total: number) => progress.update(done, total);
      const data = await tuneData(choice.config);
      const tunings = await tuneControls(engine, plan, { ...data, onProgress });
      progress.end();
      await context.print("tune", { tunings });
      if (values.write !== undefined) {
        await writeSettings(values.write || (values.config ?? DEFAULT_FILE), tunings, values.yes, context);
      }
      return EXIT.done;
    });
  },
});

function checkWrite({ write, yes, framework }: OptionValues<typeof options>): void {
  if (yes && write === undefined)
    throw badOption("--yes goes with --write.", "Leave it out, or say --write too.");
  if (write !== undefined && framework !== undefined) {
    throw badOption(
      "--write does not go with --framework: its rules have names of their own.",
      "Leave out --framework to tune the controls.",
    );
  }
}

async function tuneData(configFile: string | undefined): Promise<TuneData> {
  const config = (await readConfig(configFile))?.config;
  const [kinds, groups, pitfalls] = await Promise.all([
    UserKinds.load(config?.users),
    loadUserGroups(await loadBreakGlass(config?.break_glass)),
    loadEvidencePitfalls(),
  ]);
  return { kinds, groups, pitfalls };
}
