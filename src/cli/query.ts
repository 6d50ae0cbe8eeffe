import { on } from "node:events";
import { credentialsSql } from "../assess/credential-sql.js";
import { findingsSql } from "../assess/plan.js";
import type { Fenced } from "../engine/duckdb/fence.js";
import { pictureStatements } from "../lake/picture.js";
import type { OutputRecord } from "../model/results/record.js";
import { UserError } from "../model/user-error.js";
import { ENTITIES } from "../sources/tables.js";
import { badOption } from "./bad-option.js";
import { defineCommand, EXIT } from "./command.js";
import type { OpenedPlan } from "./judge-run.js";
import { startQueryProcess } from "./query-process.js";
import type { QueryAnswer, QueryJob } from "./query-worker.js";
import { snapshotOptions } from "./shared-options.js";
import { withSnapshot } from "./with-snapshot.js";

export const command = defineCommand({
  name: "query",
  arguments: { name: "<sql>", doc: "one SELECT over the tables of a snapshot" },
  options: {
    ...snapshotOptions,
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

/** What a query reaches: the tables of what is shown, those that are derived from it, and its credentials and findings. */
async function jobOf({ engine, picture, readable, plan }: OpenedPlan): Promise<Fenced> {
  return {
    files: readable.files,
    statements: pictureStatements(picture),
    views: {
      ...readable.selects,
      credentials: credentialsSql(ENTITIES),
      findings: findingsSql(plan, { statuses: ["fail", "unknown"] }, engine),
    },
  };
}

/** Runs the query in a process of its own, which can be ended, and gives its rows as they come. */
async function* answers(job: QueryJob, timeoutSeconds: number): AsyncGenerator<OutputRecord[]> {
  const child = startQueryProcess();
  const signal = AbortSignal.timeout(timeoutSeconds * 1000);
  child.send(job);
  try {
    for await (const [message] of on(child, "message", { close: ["exit"], signal })) {
      const answer: QueryAnswer = message;
      if ("done" in answer) return;
      if ("error" in answer) throw badQuery(answer.error);
      yield answer.rows;
      child.send("more");
    }
    throw badQuery("The query was ended: it used too much memory, or crashed.");
  } catch (error) {
    if (!signal.aborted) throw error;
    const what = `The query took longer than ${timeoutSeconds} s and was ended.`;
    throw badQuery(what, "Narrow it, or say --timeout.");
  } finally {
    child.kill("SIGKILL");
  }
}

function badQuery(what: string, fix?: string): UserError {
  return new UserError({ code: "bad_query", what, ...(fix !== undefined && { fix }) });
}

function seconds(text: string): number {
  const value = Number(text);
  if (Number.isFinite(value) && value > 0) return value;
  throw badOption(`--timeout ${text} is not a number of seconds.`);
}
