import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { ANN, AS_OF, REPORT } from "./report-fixture.js";
import { runCli, scratch } from "./run-cli.js";

/** A folder with an audited report and a file of exceptions, for the tests of both. */
export async function exceptionsFolder() {
  const { dir: cwd, remove } = scratch();
  const run = (...args: string[]) => runCli(args, { cwd });
  writeFileSync(join(cwd, "report.csv"), [REPORT, ...OTHERS].join("\n"));
  const { code, stderr } = await run("audit", "report.csv", "--standalone", "all", ...AS_OF);
  if (code !== 0) throw new Error(stderr);
  return { cwd, file: join(cwd, "exceptions.yaml"), run, remove };
}
export type ExceptionsFolder = Awaited<ReturnType<typeof exceptionsFolder>>;

export const arn = (name: string) => `arn:aws:iam::111122223333:user/${name}`;
/** Ten further users with an old key, one of them with a name that is no good text. */
export const HOSTILE = "o'brien,\"<b>";
const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
const OTHERS = [...[..."abcdefgh"].map((letter) => `ci-${letter}`), HOSTILE, "=cmd"].map((name) =>
  ANN.replace("ann,", `${quoted(name)},`).replace(arn("team/ann"), quoted(arn(name))),
);

interface Entry {
  readonly control?: string;
  readonly expires?: string;
  readonly ticket?: string;
}
/** An entry of a file; `subject` in YAML. */
export function entry(id: string, subject: string, { control: of, expires, ticket }: Entry = {}): string {
  const more = ticket === undefined ? "" : `    ticket: ${ticket}\n`;
  return (
    `  - id: ${id}\n    control: ${of ?? "user-key-rotation"}\n    subject: ${subject}\n    owner: ann@example.com\n` +
    `    reason: because\n${more}    approved_by: ciso\n    expires: ${expires ?? "2027-05-31"}\n`
  );
}
export const fileOf = (...entries: string[]) => `# Ours.\nversion: 1\nexceptions:\n${entries.join("")}`;
export const OURS = fileOf(
  entry("one", `{arn: ${JSON.stringify(arn(HOSTILE))}}`, { ticket: "RISK-1" }),
  "  # The build servers.\n",
  entry("bots", `{pattern: "${arn("ci-?")}"}`, { expires: "2026-12-23" }),
);

/** A finding, as far as tests of exceptions look at it. */
export interface FindingJson {
  readonly control_id: string;
  readonly subject_arn: string;
  readonly status: string;
  readonly exception: { id: string; owner: string; ticket: string | null; expires: string } | null;
}
