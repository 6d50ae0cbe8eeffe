import { knownDefinitions } from "../analyse/cohort/known-definitions.js";
import { thousands } from "../model/listed.js";
import type { CohortResult } from "../model/results/cohort.js";
import { UserError } from "../model/user-error.js";
import { plainText } from "../report/text.js";
import { type Context, defineCommand, EXIT } from "./command.js";
import { type ReadCohort, readCohort } from "./read-cohort.js";
import { shareFiles } from "./share-files.js";

/** So many files are named; the JSON output has all of them. */
const MOST_NAMED = 20;

export const command = defineCommand({
  name: "cohort",
  arguments: { name: "[file...]", doc: "files that iamspect share wrote, and folders of such files" },
  options: {},
  results: ["cohort"],
  examples: [
    ["iamspect cohort shares/", "the figures of all organizations that shared"],
    ["iamspect cohort a.json b.json --format json", "all of it, for a program"],
  ],
  run: async (paths, _, context) => {
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
    await context.print("cohort", await cohortResult(read));
    return read.problems.length > 0 ? EXIT.missingEvidence : EXIT.done;
  },
});

function noteProblems({ problems }: ReadCohort, context: Context): void {
  for (const { why } of problems.slice(0, MOST_NAMED)) context.note(`Not counted: ${why}`);
  const more = problems.length - MOST_NAMED;
  if (more > 0) context.note(`Not counted: ${thousands(more)} more (--format json names all).`);
}

async function cohortResult({ cohort, decision, problems }: ReadCohort): Promise<CohortResult> {
  const known = await knownDefinitions();
  const controls = cohort.figures(decision.counted).map((figure) => {
    const { title, severity, published } = known(figure);
    const { control_id, ...rest } = figure;
    return { control_id, title, severity, ...rest, published };
  });
  return { ...cohort.head(decision.counted), not_counted: problems, controls };
}
