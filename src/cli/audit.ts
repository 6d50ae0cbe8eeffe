import { UserError } from "../model/user-error.js";
import { sinceLast } from "./audit-changes.js";
import { auditExit } from "./audit-exit.js";
import { auditNotes } from "./audit-notes.js";
import { AUDIT_EXAMPLES, auditOptions } from "./audit-options.js";
import { auditResult } from "./audit-result.js";
import { badOption } from "./bad-option.js";
import { collectSnapshot } from "./collect-run.js";
import { type Context, defineCommand } from "./command.js";
import { demoFiles } from "./demo-files.js";
import { openForJudging, prepareJudging } from "./judge-run.js";
import { keepSettings } from "./kept-settings.js";
import { lakeAround } from "./lake-around.js";
import { privateLake } from "./lake-place.js";
import { largerPicture } from "./larger-picture.js";
import { chosenExceptions } from "./named-exceptions.js";
import { snapshotWords } from "./snapshot-words.js";
import { usersToRead } from "./users-to-read.js";
import { withStage } from "./with-stage.js";

export const command = defineCommand({
  name: "audit",
  arguments: {
    name: "[source...]",
    doc: "credential reports and other JSON of the AWS CLI: files, folders, patterns, or -; none: live AWS",
  },
  options: auditOptions,
  results: ["audit"],
  examples: AUDIT_EXAMPLES,
  run: async (named, values, context) => {
    if (values.newOnly && values.failOn === undefined) {
      throw badOption("--new-only says which findings --fail-on looks at.", "Say --fail-on SEVERITY, too.");
    }
    const sources = (await demoFiles(values, named, context)) ?? named;
    const lake = await privateLake(values, context);
    // What is wrong with names and exceptions must not show only when a thousand accounts were collected.
    const preparation = prepareJudging(values);
    const exceptions = await chosenExceptions(values);
    if (values.control.length + values.controls.length > 0 || values.framework !== undefined) {
      await preparation.controls;
    }
    return await withStage(lake, async (engine, stage) => {
      const recheck = values.fresh ? usersToRead(lake, values, context) : undefined;
      const { manifest, problems } = await collectSnapshot(
        { engine, stage },
        { sources, options: values, recheck },
        context,
      );
      const opened = await openForJudging({ engine, lake, manifest }, values, context, { preparation });
      await keepSettings(lake, values);
      const { control: _, ...judging } = values;
      const around = await lakeAround(opened);
      const since = await compared(() => sinceLast(around, judging, context), context);
      const { by, countExcepted, config, framework, set, control } = values;
      const again = snapshotWords({ ...values, snapshot: undefined });
      const changes = since?.changes ?? null;
      const asked = {
        exceptions,
        by,
        folders: values.controls,
        countExcepted,
        config,
        framework,
        set,
        control,
        again,
        changes,
      };
      const result = await auditResult(opened, asked, context);
      await context.print("audit", result, { intervals: values.intervals, all: values.all });
      for (const note of auditNotes(values, context.format)) context.note(note);
      const more = await largerPicture(around);
      if (more !== undefined) context.note(more);
      const ended = { problems: problems.length + opened.unjudged, since };
      const { code, why } = await auditExit(opened, result, ended, values);
      if (why !== undefined) context.note(why);
      return code;
    });
  },
});

/** An audit that cannot be compared with earlier ones is an audit all the same. */
async function compared<T>(work: () => Promise<T>, context: Context): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    context.note(`warning: not compared with earlier audits: ${error.what} ${error.fix ?? ""}`.trimEnd());
    return undefined;
  }
}
