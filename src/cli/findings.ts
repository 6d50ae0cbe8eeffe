import { counted } from "../model/listed.js";
import { defineCommand, EXIT, type Output } from "./command.js";
import { groupFindings } from "./finding-groups.js";
import { type FindingOptions, findingOptions } from "./finding-options.js";
import { type FoundFindings, withFindings } from "./found-findings.js";

/** So many a person sees who did not say how many. */
const SHOWN = 50;

export const command = defineCommand({
  name: "findings",
  options: findingOptions,
  results: ["findings", "finding_groups"],
  examples: [
    ["iamspect findings --severity critical,high --owner team-data", "what one team has to do"],
    ["iamspect findings --account prod --status all", "every verdict on an account"],
    ["iamspect findings --new-since previous", "what was not there in the last snapshot"],
    ["iamspect findings --group-by owner", "who has how many"],
    ["iamspect findings --control user-key-rotation --format csv", "for a spreadsheet"],
    ["iamspect findings --control user-key-rotation --format markdown", "for a ticket or a pull request"],
    ["iamspect findings --format ndjson | jq -r .subject_arn | sort -u", "the users in question"],
    ["iamspect findings --status fail --excepted no", "what fails and nobody has accepted"],
  ],
  run: async (_, values, context) => {
    await withFindings(values, context, (found) => print(found, values, context));
    return EXIT.done;
  },
});

async function print(
  { opened, parts, limit: asked, stream }: FoundFindings,
  { groupBy, verbose, hubRegion }: FindingOptions,
  context: Output<"findings" | "finding_groups">,
): Promise<void> {
  const people = context.terminal && context.format === "table";
  const limit = asked ?? (people ? SHOWN : undefined);
  if (groupBy !== undefined) {
    const groups = await groupFindings(opened, parts, groupBy);
    await context.print("finding_groups", groups.slice(0, limit));
    const more = groups.length - (limit ?? groups.length);
    if (more > 0) context.note(`${counted(more, "more group")}: --limit ${groups.length} shows all.`);
    return;
  }
  const findings = await stream(limit);
  await context.print("findings", findings, { verbose, hubRegion });
  const more = context.format === "table" ? 0 : await findings.more();
  if (more > 0) context.note(`${counted(more, "more finding")} left out by --limit.`);
}
