import { fork } from "node:child_process";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { MADE_KINDS } from "../lake/layout.js";
import { findSnapshot, madeManifests } from "../lake/list.js";
import { UserError } from "../model/user-error.js";
import { FORMATS, type FormatName } from "../report/formats.js";
import type { OutputRecord } from "../report/records.js";
import { defineCommand, EXIT } from "./command.js";
import { lakePlace } from "./lake-place.js";
import type { QueryAnswer, QueryJob } from "./query-worker.js";
import { demoOptions, formatOption, lakeOption, snapshotOption } from "./shared-options.js";

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
    format: formatOption,
  },
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
    const lake = lakePlace(values, context.env);
    const manifest = await findSnapshot(lake, values.snapshot);
    const made = await Promise.all(
      MADE_KINDS.map(async (kind) => (await madeManifests(lake, manifest.snapshot_id, kind)).at(-1)),
    );
    const tables = [manifest, ...made].flatMap((one) => Object.entries(one?.tables ?? {}));
    const files = Object.fromEntries(tables.map(([name, { file }]) => [name, resolve(join(lake, file))]));
    const pieces = FORMATS[values.format as FormatName](answers({ sql, files }, seconds(values.timeout)));
    for await (const piece of pieces) await context.write(piece);
    return EXIT.done;
  },
});

/** Runs the query in a process of its own, which can be ended, and gives its rows as they come. */
async function* answers(job: QueryJob, timeoutSeconds: number): AsyncGenerator<OutputRecord> {
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
        yield* answer.rows;
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
