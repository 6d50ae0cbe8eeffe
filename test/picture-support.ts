import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { HEADER } from "./report-fixture.js";
import { type CliResult, runCli, scratch } from "./run-cli.js";

/** Accounts of the tests of the picture: A to D have evidence, LISTED is only listed. */
export const [A, B, C, D, LISTED] = [
  "111111111111",
  "222222222222",
  "333333333333",
  "444444444444",
  "555555555555",
] as const;
export const OF_ORG = "arn:aws:organizations::222222222222:account/o-a1b2c3d4e5";

const rootRow = (account: string) =>
  `<root_account>,arn:aws:iam::${account}:root,2015-01-01T00:00:00Z,true,2016-01-01T00:00:00Z,2015-01-01T00:00:00Z,not_supported,true${",false,N/A,N/A,N/A,N/A".repeat(2)},false,N/A,false,N/A`;
/** A user with one key, made at this time and used since. */
export const keyRow = (account: string, name: string, made: string) =>
  `${name},arn:aws:iam::${account}:user/${name},2020-01-01T00:00:00Z,false,N/A,N/A,N/A,false,true,${made},${made},us-east-1,s3,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A`;

/** A folder of evidence, and how to work on it. */
export interface EvidenceFolder {
  readonly dir: string;
  readonly remove: () => void;
  readonly run: (...args: string[]) => Promise<CliResult>;
  /** What a command prints as JSON. */
  readonly json: <T>(...args: string[]) => Promise<T>;
  /** Writes the credential report of an account of a day into a folder of this name. */
  readonly evidence: (name: string, account: string, day: string, rows: readonly string[]) => void;
  /** Writes the list of the accounts of the organization beside it. */
  readonly list: (name: string, accounts: readonly string[]) => void;
}

export function evidenceFolder(): EvidenceFolder {
  const folder = scratch();
  const run = (...args: string[]) => runCli(args, { cwd: folder.dir });
  async function json<T>(...args: string[]): Promise<T> {
    const { code, stdout, stderr } = await run(...args, "--format", "json");
    if (code !== 0 && code !== 4) throw new Error(`${args.join(" ")}: ${code} ${stderr}`);
    return JSON.parse(stdout) as T;
  }
  function evidence(name: string, account: string, day: string, rows: readonly string[]): void {
    mkdirSync(join(folder.dir, name, account), { recursive: true });
    const Content = Buffer.from([HEADER, rootRow(account), ...rows].join("\n")).toString("base64");
    const report = { Content, ReportFormat: "text/csv", GeneratedTime: `${day}T00:00:00Z` };
    writeFileSync(join(folder.dir, name, account, "report.json"), JSON.stringify(report));
  }

  function list(name: string, accounts: readonly string[]): void {
    const Accounts = accounts.map((Id) => ({
      Id,
      Arn: `${OF_ORG}/${Id}`,
      Name: `acct-${Id[0]}`,
      State: "ACTIVE",
    }));
    writeFileSync(join(folder.dir, name, "accounts.json"), JSON.stringify({ Accounts }));
  }
  return { ...folder, run, json, evidence, list };
}
