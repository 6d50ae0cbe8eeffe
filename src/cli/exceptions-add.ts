import type { z } from "zod";
import { addException } from "../govern/add-exception.js";
import { hasWildcard } from "../govern/arn-pattern.js";
import { type CoveredFinding, coveredFindings } from "../govern/covered-findings.js";
import { equalException } from "../govern/equal-exception.js";
import { exceptionRecord, problemRecords } from "../govern/exception-record.js";
import { controlsOf, type Exception, exceptionSchema } from "../govern/exception-schema.js";
import type { ExceptionState } from "../govern/exception-states.js";
import {
  EXCEPTIONS_FILE,
  type ExceptionEntry,
  type ExceptionsFile,
  readExceptions,
} from "../govern/read-exceptions.js";
import { findSnapshot, snapshotIds } from "../lake/list.js";
import { replaceFile } from "../lake/replace-file.js";
import { thousands } from "../model/listed.js";
import { formatDate, parseAuditTime } from "../model/time.js";
import { UserError } from "../model/user-error.js";
import { subjectText } from "../report/exception-words.js";
import { plainText } from "../report/text.js";
import { badOption } from "./bad-option.js";
import { type Context, EXIT, type Output } from "./command.js";
import type { ExceptionOptions } from "./exception-options.js";
import { onSnapshot } from "./exceptions-on-snapshot.js";
import { chosenControls, onlyControls } from "./judge-run.js";
import { privateLake } from "./lake-place.js";
import { namedExceptions } from "./named-exceptions.js";

/** So many of the covered findings are shown. */
const SHOWN = 10;

/** Adds an exception to the file, after it was checked as far as that is possible, and shows what it covers. */
export async function addToFile(values: ExceptionOptions, context: Output<"exceptions">): Promise<number> {
  const named = await namedExceptions(values);
  const file = named ?? EXCEPTIONS_FILE;
  const existing = await existingFile(named);
  const lake = await privateLake(values, context);
  const snapshot = values.snapshot ?? (await snapshotIds(lake)).at(-1);
  const audited = snapshot === undefined ? undefined : await findSnapshot(lake, snapshot);
  const today = formatDate(audited === undefined ? context.now() : parseAuditTime(audited.as_of));
  const exception = newException(values, today, existing);
  const entries = existing?.entries ?? [];
  refuseEqual(equalException(entries, exception, today));
  await checkControls(exception, values);
  const text = addException(existing, exception, file);
  const write = async () => {
    await replaceFile(file, text, existing?.text);
    context.note(plainText(`Added ${exception.id} to ${file}.`));
  };
  if (audited === undefined) {
    await write();
    context.note(`The lake ${lake} holds no snapshot, so nobody can tell what this covers.`);
    return EXIT.done;
  }
  await onSnapshot([...entries, { exception, place: file }], values, context, async (states, { engine }) => {
    const state = states.at(-1);
    if (state === undefined) throw new RangeError("no state of the added exception");
    if (!values.force) refuseStrange(state, audited.snapshot_id);
    await write();
    tell(state, await coveredFindings(engine, entries.length, SHOWN), context);
    await context.print("exceptions", [exceptionRecord(state)]);
  });
  return EXIT.done;
}

function refuseEqual(equal: ExceptionEntry | undefined): void {
  if (equal === undefined) return;
  const { place, exception } = equal;
  throw new UserError({
    code: "already_excepted",
    what: `${place}: exception ${exception.id} says this already, until ${exception.expires}.`,
    fix: "Change its end there, if it is to hold longer.",
  });
}

/** A subject that is not there is most often a typing error. */
function refuseStrange({ exception, subjects, findings, unknown }: ExceptionState, snapshot: string): void {
  if (subjects + findings + unknown > 0) return;
  throw new UserError({
    code: "no_subject",
    what: `Nothing in snapshot ${snapshot} is ${subjectText(exception.subject)}.`,
    fix: "Correct --subject, or say --force if it is right all the same.",
  });
}

/** The file as it is. A named one need not exist yet. */
async function existingFile(file: string | undefined): Promise<ExceptionsFile | undefined> {
  try {
    return await readExceptions(file);
  } catch (error) {
    const cause = error instanceof UserError ? error.cause : undefined;
    if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") return undefined;
    throw error;
  }
}

/** The exception that the options describe. Throws a `UserError` that names every option that is missing or wrong. */
function newException(
  values: ExceptionOptions,
  today: string,
  existing: ExceptionsFile | undefined,
): Exception {
  const { control, owner, reason, ticket, approvedBy, created = today, expires } = values;
  const taken = new Set(existing?.entries.map(({ exception }) => exception.id));
  const given = {
    id: values.id ?? freeId(values, taken),
    control: control.length === 1 ? control[0] : control.length === 0 ? undefined : [...control],
    subject: subjectOf(values),
    owner,
    reason,
    ...(ticket !== undefined && { ticket }),
    approved_by: approvedBy,
    created,
    expires,
  };
  const result = exceptionSchema.safeParse(given);
  if (!result.success) throw badOptions(result.error.issues);
  if (!taken.has(result.data.id)) return result.data;
  throw badOption(
    `--id: there is an exception ${result.data.id} already.`,
    "Give it another id; the one in the file can be changed there.",
  );
}

function subjectOf({ subject: text, account, organizationalUnit, credentialId }: ExceptionOptions) {
  if (text === undefined) return undefined;
  return {
    [subjectKind(text)]: text,
    ...(account.length > 0 && { accounts: [...account] }),
    ...(organizationalUnit.length > 0 && { organizational_units: [...organizationalUnit] }),
    ...(credentialId !== undefined && { credential_id: credentialId }),
  };
}

function subjectKind(text: string): keyof Exception["subject"] {
  if (/^[0-9a-f]{32}$/.test(text)) return "finding_id";
  if (hasWildcard(text)) return "pattern";
  return text.startsWith("arn:") ? "arn" : "user_name";
}

/** Such as user-key-rotation-bot, with a number behind it where that is taken. */
function freeId({ control, subject = "" }: ExceptionOptions, taken: ReadonlySet<string>): string {
  const name = subject.split(/[/:]/).findLast((part) => /[A-Za-z0-9]/.test(part)) ?? "";
  const words = [control[0] ?? "", name.slice(0, 64)].map((text) => text.replace(/[^A-Za-z0-9._-]+/g, "-"));
  const base = words
    .join("-")
    .replace(/^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/g, "")
    .slice(0, 95);
  for (let number = 1; ; number++) {
    const id = number === 1 ? base || "exception" : `${base || "exception"}-${number}`;
    if (!taken.has(id)) return id;
  }
}

/** Names of options where they are not those of the file. */
const OPTION: Readonly<Record<string, string>> = {
  approved_by: "approved-by",
  accounts: "account",
  organizational_units: "organizational-unit",
  credential_id: "credential-id",
  arn: "subject",
  pattern: "subject",
  user_name: "subject",
  finding_id: "subject",
};

function badOptions(issues: readonly z.core.$ZodIssue[]): UserError {
  const details = issues.map(({ path, message }) => {
    const name = String(path.findLast((part) => typeof part === "string") ?? "");
    const wrong = name === "subject" && path.length === 1 ? "is missing: whom it is for" : message;
    return `--${OPTION[name] ?? name} ${wrong}.`;
  });
  return new UserError({ code: "bad_option", what: "The exception is not complete.", details });
}

async function checkControls(exception: Exception, { controls, framework }: ExceptionOptions) {
  const named = controlsOf(exception).filter((id) => !hasWildcard(id));
  onlyControls(await chosenControls({ controls, framework }), named);
}

/** What the new exception covers, and what can be said against it. */
function tell(state: ExceptionState, findings: readonly CoveredFinding[], context: Context): void {
  const say = (text: string) => context.note(plainText(text));
  say(
    `It covers ${thousands(state.findings)} ${state.findings === 1 ? "finding" : "findings"} of this snapshot:`,
  );
  for (const { controlId, subjectArn, findingId } of findings) {
    say(`  ${controlId}  ${subjectArn}  finding ${findingId}`);
  }
  if (state.findings > findings.length) say(`  ... and ${thousands(state.findings - findings.length)} more`);
  for (const { id, what } of problemRecords(state)) say(`warning: ${id} ${what}.`);
}
