import type { Command } from "./cli/command.js";

/** The commands: a line each; the file is loaded only when the command is used. */
export const COMMANDS: Readonly<
  Record<string, { summary: string; load: () => Promise<{ command: unknown }> }>
> = {
  audit: {
    summary: "the main job: read files or collect live, judge, report",
    load: () => import("./cli/audit.js"),
  },
  collect: { summary: "only the collecting: a snapshot", load: () => import("./cli/collect.js") },
  findings: { summary: "the findings of a snapshot, one by one", load: () => import("./cli/findings.js") },
  explain: {
    summary: "everything about one user, ARN or key id (AKIA...)",
    load: () => import("./cli/explain.js"),
  },
  exceptions: {
    summary: "accepted risks with owner and end date: list, check, add",
    load: () => import("./cli/exceptions.js"),
  },
  share: {
    summary: "anonymised counts of one organization, as a file",
    load: () => import("./cli/share.js"),
  },
  cohort: { summary: "the figures of many shared files together", load: () => import("./cli/cohort.js") },
  "fix-first": {
    summary: "the ranked fixes: what to do first, and how much risk each removes",
    load: () => import("./cli/fix-first.js"),
  },
  diff: {
    summary: "what is new, fixed or reopened between two snapshots",
    load: () => import("./cli/diff.js"),
  },
  trend: {
    summary: "how findings developed over the snapshots, and when the last will be fixed",
    load: () => import("./cli/trend.js"),
  },
  causes: { summary: "what those who fail share: root causes", load: () => import("./cli/causes.js") },
  tune: { summary: "how counts change with settings, and what to set", load: () => import("./cli/tune.js") },
  benchmark: {
    summary: "published figures beside ours, where definition and denominator are the same",
    load: () => import("./cli/benchmark.js"),
  },
  query: { summary: "read-only SQL over a snapshot", load: () => import("./cli/query.js") },
  controls: { summary: "the checks: list, show, test", load: () => import("./cli/controls.js") },
  snapshots: { summary: "the lake: list, verify, prune", load: () => import("./cli/snapshots.js") },
  doctor: { summary: "what is missing before a run", load: () => import("./cli/doctor.js") },
  demo: {
    summary: "write the demonstration cohort as AWS-format files",
    load: () => import("./cli/demo.js"),
  },
};

/** Runs the program and gives its exit code. */
export async function main(argv: readonly string[]): Promise<number> {
  const [first] = argv;
  if (first === "--version" || first === "-V") {
    const { version } = await import("./cli/version.js");
    process.stdout.write(`${version()}\n`);
    return 0;
  }
  const { runProgram } = await import("./cli/program.js");
  return await runProgram(argv, async (name) => {
    const entry = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
    return entry === undefined ? undefined : ((await entry.load()).command as Command);
  });
}
