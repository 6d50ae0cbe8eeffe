import pc from "picocolors";
import { knownDefinitions } from "../analyse/cohort/known-definitions.js";
import { UserError } from "../model/user-error.js";
import { cohortText } from "../report/cohort-text.js";
import { FORMATS, type FormatName } from "../report/formats.js";
import { plainText, thousands } from "../report/text.js";
import { type Context, defineCommand, EXIT } from "./command.js";
import { printRecords } from "./print.js";
import { type ReadCohort, readCohort } from "./read-cohort.js";
import { shareFiles } from "./share-files.js";
import { formatOption } from "./shared-options.js";

/** So many files are named; the JSON output has all of them. */
const MOST_NAMED = 20;

export const command = defineCommand({
  name: "cohort",
  arguments: { name: "[file...]", doc: "files that iamspect share wrote, and folders of such files" },
  options: { format: formatOption },
  examples: [
    ["iamspect cohort shares/", "the figures of all organizations that shared"],
    ["iamspect cohort a.json b.json --format json", "all of it, for a program"],
  ],
  run: async (paths, values, context) => {
    const read = await readCohort(await shareFiles(paths), context);
    const { counted, earlier, repeated } = read.decision;
    noteProblems(read, context);
    for (const [one, like] of repeated.slice(0, MOST_NAMED)) {
      context.note(plainText(`${one.name} says the same as ${like.name}, and is counted once.`));
    }
    if (earlier.length > 0) {
      context.note(
        `${thousands(earlier.length)} files are of organizations that shared again in a later month, which is the one that counts.`,
      );
    }
    if (counted.size === 0) {
      throw new UserError({ code: "no_shares", what: "None of the files can be counted." });
    }
    await print(read, values.format as FormatName, context);
    return read.problems.length > 0 ? EXIT.missingEvidence : EXIT.done;
  },
});

function noteProblems({ problems }: ReadCohort, context: Context): void {
  for (const { why } of problems.slice(0, MOST_NAMED)) context.note(`Not counted: ${why}`);
  const more = problems.length - MOST_NAMED;
  if (more > 0) context.note(`Not counted: ${thousands(more)} more (--format json names all).`);
}

async function print(
  { cohort, decision, problems }: ReadCohort,
  format: FormatName,
  context: Context,
): Promise<void> {
  const head = cohort.head(decision.counted);
  const known = await knownDefinitions();
  const controls = cohort.figures(decision.counted).map((figure) => {
    const { title, severity, published } = known(figure);
    const { control_id, ...rest } = figure;
    return { control_id, title, severity, ...rest, published };
  });
  if (format === "table")
    return await context.write(cohortText(head, controls, pc.createColors(context.color)));
  if (format === "json") {
    const all = { ...head, not_counted: problems, controls };
    return await context.write(`${JSON.stringify(all, null, 2)}\n`);
  }
  await printRecords(FORMATS[format], controls, context);
}
