import { Command as Commander, CommanderError, Option } from "commander";
import pc from "picocolors";
import type { ResultKind } from "../model/results/index.js";
import { render } from "../report/formats/index.js";
import { plainLines } from "../report/text.js";
import { wrapText } from "../report/wrap.js";
import { badAction } from "./bad-option.js";
import {
  type Command,
  type CommandTable,
  type Context,
  EXIT,
  type OptionSpecs,
  type OptionValues,
  type Output,
} from "./command.js";
import { processContext, ReaderGone } from "./context.js";
import { printError } from "./error-text.js";
import { optionsOf } from "./shared-options.js";

/** Columns of the help texts: it is read in a terminal of any width. */
const HELP_WIDTH = 80;

/** Parses the command line, runs the command, and turns every end into an exit code. */
export async function runProgram(argv: readonly string[], commands: CommandTable): Promise<number> {
  const context = processContext(commands);
  try {
    const name = argv.find((argument) => !argument.startsWith("-"));
    const wanted = name === "help" ? argv[1] : name;
    const found = wanted !== undefined && Object.hasOwn(commands, wanted) ? commands[wanted] : undefined;
    const [, load] = found ?? [];
    return await parse(argv, commands, (await load?.())?.command, context);
  } catch (error) {
    if (error instanceof ReaderGone) return EXIT.done;
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
    return printError(error, context);
  }
}

async function parse(
  argv: readonly string[],
  commands: CommandTable,
  command: Command | undefined,
  context: Context,
): Promise<number> {
  let code: number = EXIT.done;
  const program = new Commander("iamspect")
    .description("Find, rank, fix and prevent dangerous AWS IAM users, in one account or in a thousand.")
    .option("-v, --version", "print the version (-V does, too)")
    .configureOutput({ writeErr: (text) => process.stderr.write(plainLines(text)) })
    .showHelpAfterError("(iamspect --help tells more)")
    .exitOverride();
  for (const [name, [summary]] of Object.entries(commands)) {
    const sub = program.command(name).summary(summary).description(summary).exitOverride();
    if (command?.name !== name) continue;
    describe(sub, command);
    sub.action(async () => {
      const { actions } = command;
      if (actions !== undefined && !(await isAction(sub.args[0], { ...command, actions }, context))) return;
      const options = optionValues(optionsOf(command), sub.opts());
      code = await command.run(sub.args, options, output(context, command, String(options.format)));
    });
  }
  if (argv.length === 0) {
    program.outputHelp();
    return EXIT.usage;
  }
  await program.parseAsync([...argv], { from: "user" });
  return code;
}

/** Whether an action is named. Where none is, they are listed; one that there is not is an error. */
async function isAction(
  action: string | undefined,
  { name, actions }: Pick<Command, "name"> & Required<Pick<Command, "actions">>,
  context: Context,
): Promise<boolean> {
  if (action === undefined) {
    await context.write(`iamspect ${name} does one of these:\n${actionLines(actions)}\n`);
    return false;
  }
  if (Object.hasOwn(actions, action)) return true;
  throw badAction(name, action, Object.keys(actions));
}

function actionLines(actions: Readonly<Record<string, string>>): string {
  return Object.entries(actions)
    .map(([action, doc]) => `  ${action.padEnd(8)}${wrapText(doc, HELP_WIDTH - 10, " ".repeat(10))}`)
    .join("\n");
}

/** Arguments, options and examples of a command, from its declaration. */
function describe(sub: Commander, command: Command): void {
  for (const part of command.arguments?.name.match(/[<[][^\]>]+[\]>]/g) ?? []) sub.argument(part);
  if (command.arguments !== undefined)
    sub.addHelpText("after", wrapText(`\nArguments: ${command.arguments.doc}`, HELP_WIDTH, "  "));
  if (command.actions !== undefined) sub.addHelpText("after", `\nActions:\n${actionLines(command.actions)}`);
  for (const spec of Object.values(optionsOf(command))) {
    const option = new Option(spec.flags, spec.doc);
    if (spec.choices !== undefined) option.choices([...spec.choices]);
    if (spec.default !== undefined) option.default(spec.default);
    if (spec.kind === "list") option.argParser((value: string, all: string[] = []) => [...all, value]);
    sub.addOption(option);
  }
  const examples = command.examples
    .map(([line, meaning]) => `  ${line}\n      ${wrapText(meaning, HELP_WIDTH - 6, "      ")}`)
    .join("\n");
  sub.addHelpText("after", `\nExamples:\n${examples}`);
}

/** Option values by their declared names and kinds. */
function optionValues(
  options: OptionSpecs,
  given: Readonly<Record<string, unknown>>,
): OptionValues<OptionSpecs> {
  const values = Object.entries(options).map(([name, { flags, kind }]) => {
    const value = given[new Option(flags).attributeName()];
    if (kind === "flag") return [name, Boolean(value)];
    // `--resume [run]` without a run.
    if (value === true) return [name, ""];
    return [name, kind === "list" ? (value ?? []) : value];
  });
  return Object.fromEntries(values);
}

/** The context of a command that prints its results in a format. */
function output(context: Context, { results }: Command, format: string): Output<ResultKind> {
  const paint = pc.createColors(context.color);
  let waiting: string | undefined;
  const tell = async () => {
    if (waiting === undefined) return;
    if (format === "table") await context.write(`${waiting}\n\n`);
    else context.note(waiting);
    waiting = undefined;
  };
  return {
    ...context,
    format,
    above: (text) => {
      if (results === undefined) context.note(text);
      else waiting = text;
    },
    print: async (kind, result, look = {}) => {
      await tell();
      const pieces = render(kind, result, format, { paint, width: context.width, ...look });
      for await (const piece of pieces) await context.write(piece);
    },
  };
}
