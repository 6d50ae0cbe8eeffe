import { makeSubjectPlaces, OWNER } from "../analyse/people/subject-places.js";
import { mappingsFrom } from "../assess/framework-mappings.js";
import { knownFrameworks } from "../assess/frameworks.js";
import { stringLiteral } from "../engine/sql.js";
import type { FoundUser } from "../explain/find-subject.js";
import { EXCEPTIONS_FILE, type ExceptionsFile } from "../govern/read-exceptions.js";
import type { FindingStream } from "../model/results/findings.js";
import { counted } from "../report/text.js";
import { defineCommand, EXIT, type Output } from "./command.js";
import { groupFindings } from "./finding-groups.js";
import { countFindings, type FindingChoice, findingParts, findingRows } from "./finding-list.js";
import {
  type AskedFindings,
  askedFindings,
  type FindingOptions,
  findingOptions,
  sameFindings,
} from "./finding-options.js";
import type { OpenedPlan } from "./judge-run.js";
import { withKeptSettings } from "./kept-settings.js";
import { privateLake } from "./lake-place.js";
import { layFile } from "./lay-over.js";
import { listedFindings } from "./listed-finding.js";
import { chosenExceptions } from "./named-exceptions.js";
import { accountIds, isOneOf, namedOwners, namedSubjects, namesIn, unitsSql } from "./named-in-snapshot.js";
import { newFindingIds, newSince } from "./new-findings.js";
import { riskSettings } from "./risk-context.js";
import { withSnapshot } from "./with-snapshot.js";
import { markWithoutFix, WITHOUT_FIX } from "./without-fix.js";

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
    ["iamspect findings --format ndjson | jq -r .subject_arn | sort -u", "the users in question"],
    ["iamspect findings --status fail --excepted no", "what fails and nobody has accepted"],
  ],
  run: async (_, given, context) => {
    const lake = await privateLake(given, context);
    const asked = await askedFindings(given, lake);
    const values = await withKeptSettings(lake, { ...given, framework: asked.framework });
    const exceptions = await chosenExceptions(values);
    const since =
      values.newSince === undefined ? undefined : await newSince(lake, values.newSince, values.snapshot);
    return await withSnapshot(values, context, async (opened) => {
      await makeSubjectPlaces(opened.engine, (await riskSettings(opened.choice.config)).owners);
      const named = await namedConditions(opened, values);
      if (since !== undefined) {
        const ids = await newFindingIds(since, { ...values, account: [] }, context);
        await makeNewFindings(opened, ids);
        named.push("f.finding_id IN (SELECT finding_id FROM new_findings)");
      }
      await lay(opened, exceptions, values, context);
      if (values.withoutFix) {
        await markWithoutFix(opened, opened.choice.config, context);
        named.push(WITHOUT_FIX);
      }
      const found = chosen(opened, asked, values, { named, overlaid: exceptions !== undefined });
      await print(opened, found, { asked, values }, context);
      return EXIT.done;
    });
  },
});

/** Conditions for what the options name. Throws `UserError` for a name that the snapshot does not know. */
async function namedConditions(opened: OpenedPlan, values: FindingOptions): Promise<string[]> {
  const names = namesIn(opened);
  const accounts = await accountIds(names, values.account);
  const owners = await namedOwners(names, values.owner);
  const units = await unitsSql(names, values.ou);
  const users = await namedSubjects(names, values.user, accounts);
  return [
    ...(accounts.length === 0 ? [] : [isOneOf("f.account_id", accounts)]),
    ...(owners.length === 0 ? [] : [isOneOf(OWNER, owners)]),
    ...(units === undefined ? [] : [units]),
    ...(users.length === 0 ? [] : [usersSql(users)]),
  ];
}

/** What is about a user or root user, and not about the whole account, whose findings bear the ARN of its root user. */
function usersSql(users: readonly FoundUser[]): string {
  const arns = users.map(({ arn }) => arn);
  return `f.subject_kind <> 'account' AND ${isOneOf("f.subject_arn", arns)}`;
}

/** So many ids are sent to the engine at once. */
const ROWS = 5_000;

async function makeNewFindings({ engine }: OpenedPlan, found: ReadonlySet<string>): Promise<void> {
  await engine.run("CREATE OR REPLACE TABLE new_findings (finding_id VARCHAR)");
  const ids = [...found];
  for (let start = 0; start < ids.length; start += ROWS) {
    const rows = ids.slice(start, start + ROWS).map((id) => `(${stringLiteral(id)})`);
    await engine.run(`INSERT INTO new_findings VALUES ${rows.join(", ")}`);
  }
}

async function lay(
  opened: OpenedPlan,
  exceptions: ExceptionsFile | undefined,
  { controls, excepted }: FindingOptions,
  context: Output<"findings" | "finding_groups">,
): Promise<void> {
  if (exceptions !== undefined) await layFile(opened, exceptions, controls, context);
  else if (excepted === "yes") context.note(`There is no ${EXCEPTIONS_FILE}, so nothing is excepted.`);
}

function chosen(
  { plan }: OpenedPlan,
  { statuses, severities, mapping }: AskedFindings,
  { excepted, expand, user }: FindingOptions,
  { named, overlaid }: { readonly named: readonly string[]; readonly overlaid: boolean },
): FindingChoice {
  const controls = plan.controls.filter(
    ({ declaration: { severity, mappings } }) =>
      severities.includes(severity) && (mapping === undefined || Object.hasOwn(mappings, mapping)),
  );
  const only = excepted === "all" ? [] : [`x.exception IS ${excepted === "yes" ? "NOT NULL" : "NULL"}`];
  // Who asks about somebody wants to know what is unknown of them, too.
  const expanded = expand || user.length > 0;
  return { controls, statuses, expanded, overlaid, conditions: [...named, ...only] };
}

interface Asked {
  readonly asked: AskedFindings;
  readonly values: FindingOptions;
}

async function print(
  opened: OpenedPlan,
  choice: FindingChoice,
  { asked, values }: Asked,
  context: Output<"findings" | "finding_groups">,
): Promise<void> {
  const parts = await findingParts(opened, choice);
  const people = context.terminal && context.format === "table";
  const limit = asked.limit ?? (people ? SHOWN : undefined);
  if (values.groupBy !== undefined) {
    const groups = await groupFindings(opened, parts, values.groupBy);
    await context.print("finding_groups", groups.slice(0, limit));
    const more = groups.length - (limit ?? groups.length);
    if (more > 0) context.note(`${counted(more, "more group")}: --limit ${groups.length} shows all.`);
    return;
  }
  const stream: FindingStream = {
    with_exceptions: choice.overlaid,
    batches: batches(opened, parts, limit, values),
    more: async () => (limit === undefined ? 0 : Math.max(0, (await countFindings(opened, parts)) - limit)),
  };
  await context.print("findings", stream, { verbose: values.verbose });
  const more = context.format === "table" ? 0 : await stream.more();
  if (more > 0) context.note(`${counted(more, "more finding")} left out by --limit.`);
}

async function* batches(
  opened: OpenedPlan,
  parts: readonly string[],
  limit: number | undefined,
  values: FindingOptions,
) {
  const mappings = mappingsFrom(await knownFrameworks(values.framework));
  const listed = listedFindings({ ...opened, again: sameFindings(values), mappings });
  for await (const rows of findingRows(opened, parts, limit)) yield rows.map(listed);
}
