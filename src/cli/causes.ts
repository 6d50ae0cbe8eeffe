import { findCauses } from "../analyse/causes/find-causes.js";
import { defineCommand, EXIT } from "./command.js";
import { Progress } from "./progress.js";
import { judgeOptions, snapshotOptions } from "./shared-options.js";
import { withSnapshot } from "./with-snapshot.js";

export const command = defineCommand({
  name: "causes",
  options: {
    ...snapshotOptions,
    ...judgeOptions,
    account: {
      flags: "--account <id>",
      doc: "look at the users of this account only; may be repeated",
      kind: "list",
    },
  },
  results: ["causes"],
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
    return await withSnapshot(values, context, async ({ engine, asOf, plan }) => {
      const progress = new Progress(context, "Looked at", "controls");
      const search = await findCauses(engine, {
        plan,
        asOf,
        accounts: values.account,
        onStep: (step) => progress.step(step),
      });
      progress.end();
      await context.print("causes", search);
      return EXIT.done;
    });
  },
});
