import { fork } from "node:child_process";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { credentialsSql } from "../assess/credential-sql.js";
import { findingsSql } from "../assess/plan.js";
import type { Fenced } from "../engine/duckdb/fence.js";
import { ENTITIES } from "../entities/index.js";
import type { OutputRecord } from "../model/results/record.js";
import { parseAuditTime } from "../model/time.js";
import { UserError } from "../model/user-error.js";
import { defineCommand, EXIT } from "./command.js";
import type { OpenedPlan } from "./judge-run.js";
import type { QueryAnswer, QueryJob } from "./query-worker.js";
import { demoOptions, lakeOption, snapshotOption } from "./shared-options.js";
import { withSnapshot } from "./with-snapshot.js";

const WORKER = fileURLToPath(new URL("./query-worker.js", import.meta.url));

export const command = defineCommand({
  name: "query",
  arguments: { name: "<sql>", doc: "one SELECT over the tables of a snapshot" },
  options: {
    ...demoOptions,
    lake: lakeOption,
    snapshot: snapshotOption,
    timeout: {
      flags: "--timeout <seconds>",
      doc: "stop the query after this many seconds",
      kind: "text",
      default: "60",
    },
  },
  results: ["rows"],
  examples: [
    [
      'iamspect query "SELECT account_id, count(*) AS users FROM iam_users GROUP BY 1 ORDER BY 2 DESC"',
      "users by account",
    ],
    [
      'iamspect query "SELECT table_name, column_name FROM information_schema.columns"',
      "what there is to ask",
    ],
  ],
  run: async ([sql], values, context) => {
    if (sql === undefined)
      throw new UserError({ code: "no_query", what: "No query is given. Say iamspect query SQL." });
    const job = await withSnapshot(values, context, jobOf);
    await context.print("rows", answers({ sql, ...job }, seconds(values.timeout)));
    return EXIT.done;
  },
});

/** What a query reaches: the tables of a snapshot, those that are derived from it, and its credentials and findings. */
async function jobOf({ engine, lake, manifest, derived, plan }: OpenedPlan): Promise<Fenced> {
  const tables = [manifest, derived].flatMap((one) => Object.entries(one.tables));
  return {
    files: Object.fromEntries(tables.map(([name, { file }]) => [name, resolve(join(lake, file))])),
    views: {
      ...derived.views,
      credentials: credentialsSql(ENTITIES),
      findings: findingsSql(plan, { statuses: ["fail", "unknown"] }, engine),
    },
    asOf: parseAuditTime(manifest.as_of),
  };
}

/** Runs the query in a process of its own, which can be ended, and gives its rows as they come. */
async function* answers(job: QueryJob, timeoutSeconds: number): AsyncGenerator<OutputRecord[]> {
  const child = fork(WORKER, [], {
    stdio: ["ignore", "ignore", "ignore", "ipc"],
    execArgv: ["--max-old-space-size=512"],
  });
  const queue: QueryAnswer[] = [];
  let wake = () => {};
  const push = (answer: QueryAnswer) => {
    queue.push(answer);
    wake();
  };
  const timer = setTimeout(() => {
    push({
      error: `The query took longer than ${timeoutSeconds} s and was ended.`,
      fix: "Narrow it, or say --timeout.",
    });
    child.kill("SIGKILL");
  }, timeoutSeconds * 1000);
  child.on("message", (answer: QueryAnswer) => push(answer));
  child.on("exit", () => push({ error: "The query was ended: it used too much memory, or crashed." }));
  child.send(job);
  try {
    for (;;) {
      const answer = queue.shift();
      if (answer === undefined)
        await new Promise<void>((resume) => {
          wake = resume;
        });
      else if ("rows" in answer) {
        yield answer.rows;
        child.send("more");
      } else if ("done" in answer) return;
      else
        throw new UserError({
          code: "bad_query",
          what: answer.error,
          ...(answer.fix === undefined ? {} : { fix: answer.fix }),
        });
    }
  } finally {
    clearTimeout(timer);
    child.kill("SIGKILL");
  }
}

function seconds(text: string): number {
  const value = Number(text);
  if (Number.isFinite(value) && value > 0) return value;
  throw new UserError({ code: "bad_option", what: `--timeout ${text} is not a number of seconds.` });
}
