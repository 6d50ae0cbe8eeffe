import { basisOf, type Control } from "../assess/control.js";
import { type Mappings, mappingsFrom } from "../assess/framework-mappings.js";
import { knownFrameworks } from "../assess/frameworks.js";
import { isOwn } from "../assess/load.js";
import { inControl, OWN_LIMIT_SECONDS, refuseInControl } from "../assess/own-controls.js";
import { parameterSets } from "../assess/parameters.js";
import { type CaseResult as Tested, testControl } from "../assess/test-control.js";
import { type DuckDBEngine, openDuckDB } from "../engine/duckdb/open.js";
import { COVERAGES, type Framework } from "../model/framework.js";
import type {
  CaseResult,
  ControlDetails,
  ControlSummary,
  FrameworkSummary,
} from "../model/results/controls.js";
import { UserError } from "../model/user-error.js";
import { defineCommand, EXIT } from "./command.js";
import { chosenControls } from "./judge-run.js";
import { judgeOptions } from "./shared-options.js";

const { control, controls, framework } = judgeOptions;

export const command = defineCommand({
  name: "controls",
  arguments: {
    name: "[action] [id...]",
    doc: "what to do, and the ids of controls or, with --framework, of requirements",
  },
  actions: {
    list: "the checks and their parameters",
    show: "all about some: why, pitfalls, how to fix it",
    test: "run the cases of all, or of those named",
    frameworks: "the standards and rules that --framework judges by",
  },
  options: { control, controls, framework },
  results: ["controls", "control", "cases", "frameworks"],
  examples: [
    ["iamspect controls list", "the checks and their parameters"],
    ["iamspect controls show user-key-rotation", "all about one: why, pitfalls, how to fix it"],
    ["iamspect controls frameworks", "the standards, and how much of each is judged"],
    ["iamspect controls list --framework cis-5.0", "the checks that a standard is judged by"],
    ["iamspect controls test --controls ./our-controls", "run the cases of every control, yours too"],
  ],
  run: async ([action, ...ids], values, context) => {
    if (action === "frameworks") {
      await context.print("frameworks", (await knownFrameworks(values.framework)).map(frameworkSummary));
      return EXIT.done;
    }
    const chosen = await chosenControls({ ...values, control: [...values.control, ...ids] });
    if (action === "list") await context.print("controls", chosen.map(summary));
    else if (action === "show") {
      if (ids.length === 0) throw new UserError({ code: "no_control", what: NONE_NAMED });
      const mappings = mappingsFrom(await knownFrameworks(values.framework));
      await context.print(
        "control",
        chosen.map((one) => details(one, mappings(one))),
      );
    } else {
      const cases = await testAll(bare(chosen));
      await context.print("cases", cases);
      const failed = cases.filter(({ result }) => result === "FAILED").length;
      context.note(`${cases.length - failed} cases hold, ${failed} do not.`);
      return failed === 0 ? EXIT.done : EXIT.couldNotRun;
    }
    return EXIT.done;
  },
});

const NONE_NAMED = "No control is named. Say iamspect controls show ID.";

function summary({ declaration, asked }: Control): ControlSummary {
  const { id, severity, title, parameters } = declaration;
  const values = Object.entries(parameters).map(
    ([name, parameter]) => `${name}=${asked?.fixed.get(name) ?? parameter.default}`,
  );
  const line = { id, severity, title, parameters: values.join(" ") };
  return asked === undefined ? line : { ...line, requirements: asked.requirements.join(" ") };
}

function details({ declaration, source }: Control, mappings: Mappings): ControlDetails {
  return { ...declaration, mappings, sql: source.sql };
}

function frameworkSummary(framework: Framework): FrameworkSummary {
  const { id, title, requirements } = framework;
  const count = (coverage: (typeof COVERAGES)[number]) =>
    framework.kind === "rules"
      ? coverage === "covered"
        ? requirements.length
        : 0
      : framework.requirements.filter((one) => one.coverage === coverage).length;
  const [covered = 0, partly = 0, manual = 0, notCovered = 0] = COVERAGES.map(count);
  return { id, requirements: requirements.length, covered, partly, manual, not_covered: notCovered, title };
}

/** Cases are of the controls themselves, whatever values a standard asks for. */
function bare(chosen: readonly Control[]): Control[] {
  const all = chosen.map(({ asked, ...one }) =>
    asked === undefined ? one : { ...one, declaration: { ...one.declaration, id: basisOf(one) } },
  );
  return [...new Map(all.map((one) => [one.declaration.id, one])).values()];
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
