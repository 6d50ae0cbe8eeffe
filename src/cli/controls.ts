import type { Control } from "../assess/control.js";
import { isOwn } from "../assess/load.js";
import { inControl, OWN_LIMIT_SECONDS, refuseInControl } from "../assess/own-controls.js";
import { parameterSets } from "../assess/parameters.js";
import { type CaseResult as Tested, testControl } from "../assess/test-control.js";
import { type DuckDBEngine, openDuckDB } from "../engine/duckdb/open.js";
import type { CaseResult, ControlDetails, ControlSummary } from "../model/results/controls.js";
import { UserError } from "../model/user-error.js";
import { defineCommand, EXIT } from "./command.js";
import { chosenControls } from "./judge-run.js";
import { judgeOptions } from "./shared-options.js";

const { control, controls, framework } = judgeOptions;

export const command = defineCommand({
  name: "controls",
  arguments: { name: "[action] [id...]", doc: "what to do, and the ids of controls" },
  actions: {
    list: "the checks and their parameters",
    show: "all about some: why, pitfalls, how to fix it",
    test: "run the cases of all, or of those named",
  },
  options: { control, controls, framework },
  results: ["controls", "control", "cases"],
  examples: [
    ["iamspect controls list", "the checks and their parameters"],
    ["iamspect controls show user-key-rotation", "all about one: why, pitfalls, how to fix it"],
    ["iamspect controls test --controls ./our-controls", "run the cases of every control, yours too"],
  ],
  run: async ([action, ...ids], values, context) => {
    const chosen = await chosenControls({ ...values, control: [...values.control, ...ids] });
    if (action === "list") await context.print("controls", chosen.map(summary));
    else if (action === "show") {
      if (ids.length === 0) throw new UserError({ code: "no_control", what: NONE_NAMED });
      await context.print("control", chosen.map(details));
    } else {
      const cases = await testAll(chosen);
      await context.print("cases", cases);
      const failed = cases.filter(({ result }) => result === "FAILED").length;
      context.note(`${cases.length - failed} cases hold, ${failed} do not.`);
      return failed === 0 ? EXIT.done : EXIT.couldNotRun;
    }
    return EXIT.done;
  },
});

const NONE_NAMED = "No control is named. Say iamspect controls show ID.";

function summary({ declaration }: Control): ControlSummary {
  const { id, severity, title, parameters } = declaration;
  const values = Object.entries(parameters).map(([name, parameter]) => `${name}=${parameter.default}`);
  return { id, severity, title, parameters: values.join(" ") };
}

function details({ declaration, source }: Control): ControlDetails {
  return { ...declaration, sql: source.sql };
}

async function testAll(chosen: readonly Control[]): Promise<CaseResult[]> {
  const engine = await openDuckDB({ threads: 1 });
  try {
    const results: CaseResult[] = [];
    await engine.fence([]);
    for (const one of chosen) {
      for (const { control: id, name, problems } of await testInTime(engine, one)) {
        const result = problems.length === 0 ? "ok" : "FAILED";
        results.push({ result, control: id, case: name, problems: problems.join("; ") });
      }
    }
    return results;
  } finally {
    engine.close();
  }
}

async function testInTime(engine: DuckDBEngine, control: Control): Promise<readonly Tested[]> {
  const runs = parameterSets(control, []).map((set) => ({ control, set }));
  if (isOwn(control)) await refuseInControl(engine, control, runs);
  const tested = await engine.within(OWN_LIMIT_SECONDS * 1000, () =>
    inControl(control, () => testControl(engine, control)),
  );
  const late = `its cases took longer than ${OWN_LIMIT_SECONDS} s`;
  return tested ?? [{ control: control.declaration.id, name: "all", problems: [late] }];
}
