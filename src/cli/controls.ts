import type { Control } from "../assess/control.js";
import { testControl } from "../assess/test-control.js";
import { openDuckDB } from "../engine/duckdb/open.js";
import { UserError } from "../model/user-error.js";
import { controlText } from "../report/control-text.js";
import { FORMATS, type FormatName } from "../report/formats.js";
import { type Context, defineCommand, EXIT, type OptionValues } from "./command.js";
import { chosenControls } from "./judge-run.js";
import { printRecords } from "./print.js";
import { formatOption, judgeOptions } from "./shared-options.js";

const { control, controls, framework } = judgeOptions;
const options = { control, controls, framework, format: formatOption } as const;
type Options = OptionValues<typeof options>;

export const command = defineCommand({
  name: "controls",
  arguments: { name: "<action> [id...]", doc: "list; show ID; test [ID...]" },
  options,
  examples: [
    ["iamspect controls list", "the checks and their parameters"],
    ["iamspect controls show user-key-rotation", "all about one: why, pitfalls, how to fix it"],
    ["iamspect controls test --controls ./our-controls", "run the cases of every control, yours too"],
  ],
  run: async ([action, ...ids], values, context) => {
    const chosen = await chosenControls({ ...values, control: [...values.control, ...ids] });
    if (action === "list") return await list(chosen, values, context);
    if (action === "show") return await show(chosen, ids, values, context);
    if (action === "test") return await test(chosen, values, context);
    throw new UserError({
      code: "bad_action",
      what: `controls has no action ${action}.`,
      fix: "Choose list, show or test.",
    });
  },
});

async function list(chosen: readonly Control[], values: Options, context: Context): Promise<number> {
  const records = chosen.map(({ declaration }) => ({
    id: declaration.id,
    severity: declaration.severity,
    title: declaration.title,
    parameters: Object.entries(declaration.parameters)
      .map(([name, parameter]) => `${name}=${parameter.default}`)
      .join(" "),
  }));
  await printRecords(FORMATS[values.format as FormatName], records, context);
  return EXIT.done;
}

async function show(
  chosen: readonly Control[],
  ids: readonly string[],
  values: Options,
  context: Context,
): Promise<number> {
  if (ids.length === 0)
    throw new UserError({ code: "no_control", what: "No control is named. Say iamspect controls show ID." });
  for (const one of chosen) {
    const { declaration, source } = one;
    const text =
      values.format === "table"
        ? controlText(one)
        : `${JSON.stringify({ ...declaration, sql: source.sql })}\n`;
    await context.write(text);
  }
  return EXIT.done;
}

async function test(chosen: readonly Control[], values: Options, context: Context): Promise<number> {
  const engine = await openDuckDB({ threads: 1 });
  try {
    const records = [];
    for (const one of chosen) {
      for (const { control: id, name, problems } of await testControl(engine, one)) {
        records.push({
          result: problems.length === 0 ? "ok" : "FAILED",
          control: id,
          case: name,
          problems: problems.join("; "),
        });
      }
    }
    await printRecords(FORMATS[values.format as FormatName], records, context);
    const failed = records.filter(({ result }) => result === "FAILED").length;
    context.note(`${records.length - failed} cases hold, ${failed} do not.`);
    return failed === 0 ? EXIT.done : EXIT.couldNotRun;
  } finally {
    engine.close();
  }
}
