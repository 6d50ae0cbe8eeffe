import { on } from "node:events";
import { credentialsSql } from "../assess/credential-sql.js";
import { findingViewSql } from "../assess/finding-view.js";
import { LACKING, lackingEvidenceSql } from "../assess/missing-evidence.js";
import { reasonBook } from "../assess/reason-book.js";
import { pictureStatements } from "../lake/picture.js";
import type { OutputRecord, RecordBatches } from "../model/results/record.js";
import { UserError } from "../model/user-error.js";
import { ENTITIES } from "../sources/tables.js";
import { badOption } from "./bad-option.js";
import { defineCommand, EXIT } from "./command.js";
import type { OpenedPlan } from "./judge-run.js";
import { badQuery, queryError } from "./query-error.js";
import { fixStatements, namesFixes } from "./query-fixes.js";
import { startQueryProcess } from "./query-process.js";
import { schemaRows, TIME_COLUMNS } from "./query-schema.js";
import type { QueryAnswer, QueryJob } from "./query-worker.js";
import { snapshotOptions } from "./shared-options.js";
import { snapshotWords } from "./snapshot-words.js";
import { withSnapshot } from "./with-snapshot.js";

export const command = defineCommand({
  name: "query",
  arguments: { name: "[sql]", doc: "one SELECT over the tables of a snapshot; with --schema a table" },
  options: {
    ...snapshotOptions,
    timeout: {
      flags: "--timeout <seconds>",
      doc: "stop the query after this many seconds",
      kind: "text",
      default: "60",
    },
    schema: {
      flags: "--schema",
      doc: "list the tables, or of the named table the columns, with their meaning",
      kind: "flag",
    },
  },
  results: ["rows"],
  examples: [
    [
      'iamspect query "SELECT account_id, count(*) AS users FROM iam_users GROUP BY 1 ORDER BY 2 DESC"',
      "users by account",
    ],
    [
      "iamspect query \"SELECT severity, title, reason FROM findings WHERE account_id = '111122223333'\"",
      "what fails in an account, and why",
    ],
    [
      'iamspect query "SELECT title, users, command FROM fixes ORDER BY rank LIMIT 10"',
      "what to do first, for a script",
    ],
    ["iamspect query --schema", "what there is to ask: all tables"],
    ["iamspect query --schema iam_users", "the columns of one, with their meaning"],
  ],
  run: async ([sql], values, context) => {
    if (values.schema) {
      await context.print("rows", oneBatch(schemaRows(sql)));
      return EXIT.done;
    }
    if (sql === undefined) {
      const fix = 'Say iamspect query "SELECT ...". `iamspect query --schema` lists what there is to ask.';
      throw new UserError({ code: "no_query", what: "No query is given.", fix });
    }
    const job = await withSnapshot(values, context, async (opened) => {
      const made = namesFixes(sql) ? await fixStatements(opened, snapshotWords(values)) : [];
      return jobOf(opened, made);
    });
    await context.print("rows", answers({ sql, ...job }, seconds(values.timeout)), { times: TIME_COLUMNS });
    return EXIT.done;
  },
});

/** What a query reaches: the tables of what is shown, those that are derived from it, and its credentials and findings. */
function jobOf(
  { engine, picture, readable, plan }: OpenedPlan,
  made: readonly string[],
): Omit<QueryJob, "sql"> {
  return {
    files: readable.files,
    statements: [...pictureStatements(picture), ...made],
    views: {
      ...readable.selects,
      credentials: credentialsSql(ENTITIES),
      [LACKING]: lackingEvidenceSql(),
      findings: findingViewSql(plan, engine),
    },
    reasons: reasonBook(plan),
  };
}

async function* oneBatch(rows: readonly OutputRecord[]): RecordBatches {
  yield rows;
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
      if ("error" in answer) throw queryError(answer.error);
      yield answer.rows;
      child.send("more");
    }
    const what = "The query was ended: it used too much memory, or crashed.";
    throw badQuery(what, "Read fewer rows or columns at once, or group them.");
  } catch (error) {
    if (!signal.aborted) throw error;
    const what = `The query took longer than ${timeoutSeconds} s and was ended.`;
    throw badQuery(what, "Narrow it, or say --timeout.");
  } finally {
    child.kill("SIGKILL");
  }
}

function seconds(text: string): number {
  const value = Number(text);
  if (Number.isFinite(value) && value > 0) return value;
  throw badOption(`--timeout ${text} is not a number of seconds.`);
}
