import { openSnapshot } from "../assess/open-picture.js";
import { counted } from "../model/listed.js";
import { collectSnapshot } from "./collect-run.js";
import { defineCommand, EXIT } from "./command.js";
import { openDerivedTables } from "./judge-run.js";
import { privateLake } from "./lake-place.js";
import { accountsMissingEvidence } from "./missing-evidence.js";
import { lakeOption, liveOptions, sourceOptions } from "./shared-options.js";
import { withStage } from "./with-stage.js";

export const command = defineCommand({
  name: "collect",
  arguments: { name: "[source...]", doc: "files, folders, patterns, or -; none: live AWS" },
  options: { lake: lakeOption, ...sourceOptions, ...liveOptions },
  examples: [
    ["iamspect collect", "a snapshot of the account of your AWS credentials"],
    ["iamspect collect --org --external-id ID", "a snapshot of every account of the organization"],
    ["iamspect collect evidence/ --lake /var/lib/iamspect", "a snapshot of files, in a lake of its own"],
  ],
  run: async (sources, values, context) => {
    const lake = await privateLake(values, context);
    return await withStage(lake, async (engine, stage) => {
      const { manifest, problems } = await collectSnapshot(
        { engine, stage },
        { sources, options: values },
        context,
      );
      const { accounts, incomplete } = manifest.coverage;
      context.note(
        `Snapshot ${manifest.snapshot_id}: ${counted(accounts, "account")}, ${counted(manifest.tables.iam_users?.rows ?? 0, "IAM user")}` +
          `${incomplete === 0 ? "" : `; evidence is missing for ${counted(incomplete, "account")}`}.`,
      );
      await context.write(`${manifest.snapshot_id}\n`);
      await openSnapshot(engine, lake, manifest);
      await openDerivedTables({ engine, lake, manifest }, context);
      const missing = await accountsMissingEvidence(engine);
      return problems.length > 0 || missing > 0 ? EXIT.missingEvidence : EXIT.done;
    });
  },
});
