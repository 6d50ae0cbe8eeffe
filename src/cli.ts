import type { CommandTable } from "./cli/command.js";

/** The commands: a line each; the file is loaded only when the command is used. */
export const COMMANDS: CommandTable = {
  audit: ["the main job: read files or collect live, judge, report", () => import("./cli/audit.js")],
  collect: ["only the collecting: a snapshot", () => import("./cli/collect.js")],
  findings: ["the findings of a snapshot, one by one", () => import("./cli/findings.js")],
  report: ["findings or an audit as a file, for other tools", () => import("./cli/report.js")],
  explain: ["everything about one user, ARN or key id (AKIA...)", () => import("./cli/explain.js")],
  exceptions: [
    "accepted risks with owner and end date: list, check, add",
    () => import("./cli/exceptions.js"),
  ],
  share: ["anonymised counts of one organization, as a file", () => import("./cli/share.js")],
  cohort: ["the figures of many shared files together", () => import("./cli/cohort.js")],
  "fix-first": [
    "what to do first: emergencies, then what removes most risk for an hour of work",
    () => import("./cli/fix-first.js"),
  ],
  diff: ["what is new, fixed or reopened between two snapshots", () => import("./cli/diff.js")],
  trend: [
    "how findings developed over the snapshots, and when the last will be fixed",
    () => import("./cli/trend.js"),
  ],
  causes: ["what those who fail share: root causes", () => import("./cli/causes.js")],
  tune: ["how counts change with settings, and what to set", () => import("./cli/tune.js")],
  benchmark: [
    "published figures beside ours, where definition and denominator are the same",
    () => import("./cli/benchmark.js"),
  ],
  query: ["read-only SQL over a snapshot", () => import("./cli/query.js")],
  controls: ["the checks: list, show, test", () => import("./cli/controls.js")],
  snapshots: ["the lake: list, verify, prune", () => import("./cli/snapshots.js")],
  doctor: ["what is missing before a run", () => import("./cli/doctor.js")],
  completion: [
    "completion of commands and options in bash, zsh and fish",
    () => import("./cli/completion.js"),
  ],
  demo: ["write the demonstration cohort as AWS-format files", () => import("./cli/demo.js")],
};

/** Runs the program and gives its exit code. */
export async function main(argv: readonly string[]): Promise<number> {
  const [first] = argv;
  if (first === "--version" || first === "-v" || first === "-V") {
    const { packageFacts } = await import("./model/package.js");
    process.stdout.write(`${packageFacts().version}\n`);
    return 0;
  }
  const { runProgram } = await import("./cli/program.js");
  return await runProgram(argv, COMMANDS);
}
