import { makeSubjectPlaces, OWNER } from "../analyse/people/subject-places.js";
import { mappingsFrom } from "../assess/framework-mappings.js";
import { knownFrameworks } from "../assess/frameworks.js";
import { stringLiteral } from "../engine/sql.js";
import type { FoundUser } from "../explain/find-subject.js";
import { EXCEPTIONS_FILE, type ExceptionsFile } from "../govern/read-exceptions.js";
import type { FindingStream } from "../model/results/findings.js";
import type { Context } from "./command.js";
import {
  countByControl,
  countFindings,
  type FindingChoice,
  findingParts,
  findingRows,
  worstFirst,
} from "./finding-list.js";
import { type AskedFindings, askedFindings, type FindingFilters, sameFindings } from "./finding-options.js";
import type { OpenedPlan } from "./judge-run.js";
import { withKeptSettings } from "./kept-settings.js";
import { privateLake } from "./lake-place.js";
import { layFile } from "./lay-over.js";
import { findingControl, listedFindings } from "./listed-finding.js";
import { chosenExceptions } from "./named-exceptions.js";
import { accountIds, isOneOf, namedOwners, namedSubjects, namesIn, unitsSql } from "./named-in-snapshot.js";
import { newFindingIds, newSince } from "./new-findings.js";
import { riskSettings } from "./risk-context.js";
import { withSnapshot } from "./with-snapshot.js";
import { markWithoutFix, WITHOUT_FIX } from "./without-fix.js";

/** The findings that options ask for, in an opened snapshot. */
export interface FoundFindings {
  readonly opened: OpenedPlan;
  /** Queries of them; see `findingParts`. */
  readonly parts: readonly string[];
  /** What `--limit` says. */
  readonly limit: number | undefined;
  /** The findings, no more than `limit`, with what is known around them. */
  stream(limit: number | undefined): Promise<FindingStream>;
}

/** Opens what the options mean, finds what they ask for in it, hands that to the work, and closes it. Throws `UserError`. */
export async function withFindings<T>(
  given: FindingFilters,
  context: Context,
  work: (found: FoundFindings) => Promise<T>,
): Promise<T> {
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
    const choice = chosen(opened, asked, values, { named, overlaid: exceptions !== undefined });
    const parts = await findingParts(opened, choice);
    const stream = (limit: number | undefined) => streamed(opened, { choice, parts, limit }, values);
    return await work({ opened, parts, limit: asked.limit, stream });
  });
}

/** Conditions for what the options name. Throws `UserError` for a name that the snapshot does not know. */
async function namedConditions(opened: OpenedPlan, values: FindingFilters): Promise<string[]> {
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
  { controls, excepted }: FindingFilters,
  context: Context,
): Promise<void> {
  if (exceptions !== undefined) await layFile(opened, exceptions, controls, context);
  else if (excepted === "yes") context.note(`There is no ${EXCEPTIONS_FILE}, so nothing is excepted.`);
}

function chosen(
  { plan }: OpenedPlan,
  { statuses, severities, mapping }: AskedFindings,
  { excepted, expand, user }: FindingFilters,
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

interface Streamed {
  readonly choice: FindingChoice;
  readonly parts: readonly string[];
  readonly limit: number | undefined;
}

async function streamed(
  opened: OpenedPlan,
  { choice, parts, limit }: Streamed,
  values: FindingFilters,
): Promise<FindingStream> {
  const frameworks = await knownFrameworks(values.framework);
  const mappings = mappingsFrom(frameworks);
  const listed = listedFindings({ ...opened, again: sameFindings(values), mappings });
  return {
    with_exceptions: choice.overlaid,
    batches: (async function* () {
      for await (const rows of findingRows(opened, parts, limit)) yield rows.map(listed);
    })(),
    controls: worstFirst(choice.controls).map((control) => findingControl(control, mappings(control))),
    frameworks: Object.fromEntries(frameworks.map(({ id, title }) => [id, title])),
    counts: async () => await countByControl(opened, parts, limit),
    more: async () => (limit === undefined ? 0 : Math.max(0, (await countFindings(opened, parts)) - limit)),
  };
}
