import { exceptionRecord, problemRecords } from "../govern/exception-record.js";
import { controlsOf } from "../govern/exception-schema.js";
import type { ExceptionState } from "../govern/exception-states.js";
import { EXCEPTIONS_FILE, type ExceptionsFile } from "../govern/read-exceptions.js";
import { snapshotIds } from "../lake/list.js";
import { plainText } from "../report/text.js";
import { type Context, defineCommand, EXIT, type Output } from "./command.js";
import { type ExceptionOptions, exceptionOptions } from "./exception-options.js";
import { onSnapshot } from "./exceptions-on-snapshot.js";
import { withKeptSettings } from "./kept-settings.js";
import { privateLake } from "./lake-place.js";
import { chosenExceptions } from "./named-exceptions.js";

export const command = defineCommand({
  name: "exceptions",
  arguments: { name: "[action]", doc: "what to do" },
  actions: {
    list: "the exceptions, whether they hold, and what they cover",
    check: "what is wrong with them; --strict for a pipeline",
    add: "write one into the file, and show what it covers",
  },
  options: exceptionOptions,
  results: ["exceptions", "exception_problems"],
  examples: [
    ["iamspect exceptions list", "the exceptions, whether they hold, and what they cover"],
    ["iamspect exceptions check", "what is wrong with them; with --strict for a pipeline"],
    [
      "iamspect exceptions add --control user-key-rotation --subject arn:aws:iam::111122223333:user/ci/bot" +
        ' --owner ci@example.com --reason "The build server cannot use a role yet" --approved-by ciso@example.com --expires 2027-01-31',
      "writes one into exceptions.yaml, and shows what it covers",
    ],
  ],
  run: async ([action], given, context) => {
    const values = await withKeptSettings(await privateLake(given, context), given);
    if (action === "list") return await list(values, context);
    if (action === "check") return await check(values, context);
    const { addToFile } = await import("./exceptions-add.js");
    return await addToFile(values, context);
  },
});

async function list(values: ExceptionOptions, context: Output<"exceptions">): Promise<number> {
  const found = await chosenExceptions(values);
  if (found === undefined) context.note(`There is no ${EXCEPTIONS_FILE}.`);
  const states = found === undefined ? [] : await statesOf(found, values, context);
  await context.print("exceptions", states.map(exceptionRecord));
  return EXIT.done;
}

async function check(values: ExceptionOptions, context: Output<"exception_problems">): Promise<number> {
  const found = await chosenExceptions(values);
  if (found === undefined) {
    context.note(`There is no ${EXCEPTIONS_FILE}.`);
    return EXIT.done;
  }
  const lake = await privateLake(values, context);
  if (values.snapshot === undefined && (await snapshotIds(lake)).length === 0) {
    context.note(
      `${found.file} is well formed. The lake ${lake} holds no snapshot, so nobody can tell what its exceptions cover.`,
    );
    return EXIT.done;
  }
  const problems = (await statesOf(found, values, context)).map(problemRecords);
  await context.print("exception_problems", problems.flat());
  const wrong = problems.filter((own) => own.some(({ serious }) => serious)).length;
  const all = `${problems.length} ${problems.length === 1 ? "exception" : "exceptions"}`;
  const outcome = wrong === 0 ? `${all}, none wrong` : `something is wrong with ${wrong} of ${all}`;
  context.note(plainText(`${found.file}: ${outcome}.`));
  return wrong > 0 && values.strict ? EXIT.findings : EXIT.done;
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
