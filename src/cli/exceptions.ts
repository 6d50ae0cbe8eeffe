import { openDuckDB } from "../engine/duckdb/open.js";
import { controlsOf } from "../govern/exception-schema.js";
import type { ExceptionState } from "../govern/exception-states.js";
import {
  EXCEPTIONS_FILE,
  type ExceptionEntry,
  type ExceptionsFile,
  readExceptions,
} from "../govern/read-exceptions.js";
import { findSnapshot, snapshotIds } from "../lake/list.js";
import { UserError } from "../model/user-error.js";
import { FORMATS, type FormatName } from "../report/formats.js";
import { plainText } from "../report/text.js";
import { type Context, defineCommand, EXIT, type OptionValues } from "./command.js";
import { exceptionRecord, exceptionRow, problemRecords } from "./exception-record.js";
import { openForJudging } from "./judge-run.js";
import { lakePlace } from "./lake-place.js";
import { layOver, type OpenedPlan, openFindingsOf } from "./lay-over.js";
import { namedExceptions } from "./named-exceptions.js";
import { printRecords } from "./print.js";
import {
  demoOptions,
  exceptionsOption,
  formatOption,
  judgeOptions,
  lakeOption,
  snapshotOption,
} from "./shared-options.js";

const options = {
  ...demoOptions,
  lake: lakeOption,
  snapshot: snapshotOption,
  ...judgeOptions,
  control: {
    flags: "--control <id>",
    doc: "list, check: only exceptions from this control; add: the control it is from; may be repeated",
    kind: "list",
  },
  exceptions: exceptionsOption,
  subject: {
    flags: "--subject <arn>",
    doc: "add: an ARN, the name of a user, a pattern of ARNs with * and ?, or the id of a finding",
    kind: "text",
  },
  account: { flags: "--account <id>", doc: "add: only in this account; may be repeated", kind: "list" },
  organizationalUnit: {
    flags: "--organizational-unit <path>",
    doc: "add: only in this unit and those below; may be repeated",
    kind: "list",
  },
  credentialId: { flags: "--credential-id <id>", doc: "add: only this access key", kind: "text" },
  owner: { flags: "--owner <who>", doc: "add: who answers for it", kind: "text" },
  reason: { flags: "--reason <text>", doc: "add: why it is accepted", kind: "text" },
  ticket: { flags: "--ticket <id>", doc: "add: where it was discussed", kind: "text" },
  approvedBy: { flags: "--approved-by <who>", doc: "add: who accepted the risk", kind: "text" },
  created: {
    flags: "--created <date>",
    doc: "add: the first day it holds (default: the day of the snapshot, else today)",
    kind: "text",
  },
  expires: { flags: "--expires <date>", doc: "add: the last day it holds, such as 2027-01-31", kind: "text" },
  id: { flags: "--id <name>", doc: "add: its id (default: made of control and subject)", kind: "text" },
  force: { flags: "--force", doc: "add: also where the snapshot has no such subject", kind: "flag" },
  strict: {
    flags: "--strict",
    doc: "check: end with 3 where one is expired, matches nothing, is too broad, or names a strange control",
    kind: "flag",
  },
  format: formatOption,
} as const;
export type ExceptionOptions = OptionValues<typeof options>;

export const command = defineCommand({
  name: "exceptions",
  arguments: { name: "<action>", doc: "list; check; add" },
  options,
  examples: [
    ["iamspect exceptions list", "the exceptions, whether they hold, and what they cover"],
    ["iamspect exceptions check", "what is wrong with them; with --strict for a pipeline"],
    [
      "iamspect exceptions add --control user-key-rotation --subject arn:aws:iam::111122223333:user/ci/bot" +
        ' --owner ci@example.com --reason "The build server cannot use a role yet" --approved-by ciso@example.com --expires 2027-01-31',
      "writes one into exceptions.yaml, and shows what it covers",
    ],
  ],
  run: async ([action], values, context) => {
    if (action === "list") return await list(values, context);
    if (action === "check") return await check(values, context);
    if (action === "add") {
      const { addToFile } = await import("./exceptions-add.js");
      return await addToFile(values, context);
    }
    throw new UserError({
      code: "bad_action",
      what: `exceptions has no action ${action}.`,
      fix: "There is: list, check, add.",
    });
  },
});

async function list(values: ExceptionOptions, context: Context): Promise<number> {
  const found = await readExceptions(await namedExceptions(values));
  if (found === undefined) context.note(`There is no ${EXCEPTIONS_FILE}.`);
  const states = found === undefined ? [] : await statesOf(found, values, context);
  const format = values.format as FormatName;
  const record = format === "table" ? exceptionRow : exceptionRecord;
  await printRecords(FORMATS[format], states.map(record), context);
  return EXIT.done;
}

async function check(values: ExceptionOptions, context: Context): Promise<number> {
  const found = await readExceptions(await namedExceptions(values));
  if (found === undefined) {
    context.note(`There is no ${EXCEPTIONS_FILE}.`);
    return EXIT.done;
  }
  const lake = lakePlace(values, context.env);
  if (values.snapshot === undefined && (await snapshotIds(lake)).length === 0) {
    context.note(
      `${found.file} is well formed. The lake ${lake} holds no snapshot, so nobody can tell what its exceptions cover.`,
    );
    return EXIT.done;
  }
  const states = await statesOf(found, values, context);
  const problems = states.flatMap(problemRecords);
  const format = values.format as FormatName;
  const columns = ({ serious: _, ...shown }: (typeof problems)[number]) => shown;
  await printRecords(FORMATS[format], format === "table" ? problems.map(columns) : problems, context);
  const serious = states.filter((state) => problemRecords(state).some((one) => one.serious)).length;
  const all = `${states.length} ${states.length === 1 ? "exception" : "exceptions"}`;
  context.note(
    plainText(
      `${found.file}: ${serious === 0 ? `${all}, none wrong` : `something is wrong with ${serious} of ${all}`}.`,
    ),
  );
  return serious > 0 && values.strict ? EXIT.findings : EXIT.done;
}

/** The exceptions over a snapshot; with --control only those from that control. */
async function statesOf(
  { entries }: ExceptionsFile,
  values: ExceptionOptions,
  context: Context,
): Promise<ExceptionState[]> {
  const { control } = values;
  return await onSnapshot(entries, values, context, (states) =>
    control.length === 0
      ? states
      : states.filter((state) =>
          [...state.controls, ...controlsOf(state.exception)].some((id) => control.includes(id)),
        ),
  );
}

/** Lays exceptions over a snapshot that is opened for it, and does something with them while it is open. */
export async function onSnapshot<T>(
  entries: readonly ExceptionEntry[],
  values: ExceptionOptions,
  context: Context,
  work: (states: ExceptionState[], opened: OpenedPlan) => T | Promise<T>,
): Promise<T> {
  const lake = lakePlace(values, context.env);
  const manifest = await findSnapshot(lake, values.snapshot);
  const engine = await openDuckDB();
  try {
    const plan = await openForJudging(engine, lake, manifest, { ...values, control: [] }, context);
    const opened = { engine, lake, manifest, plan };
    const findings = await openFindingsOf(opened);
    return await work(await layOver(opened, findings, entries, values.controls, context), opened);
  } finally {
    engine.close();
  }
}
