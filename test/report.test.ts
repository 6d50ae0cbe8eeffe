import { execFileSync } from "node:child_process";
import { lstatSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  BatchImportFindingsCommand,
  paginateGetFindings,
  SecurityHubClient,
} from "@aws-sdk/client-securityhub";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startAwsServer } from "./aws/start-server.js";
import { arn, entry, fileOf, HOSTILE } from "./exceptions-support.js";
import { A, B, evidenceFolder, keyRow } from "./picture-support.js";
import { ANN, AS_OF, REPORT } from "./report-fixture.js";
import { runCli, scratch } from "./run-cli.js";

const folder = scratch();
const cwd = folder.dir;
afterAll(() => folder.remove());

const run = (...args: string[]) => runCli(args, { cwd });
/** What a command prints that must succeed. */
async function printed(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await run(...args);
  if (code !== 0) throw new Error(stderr);
  return stdout;
}
const lines = <T>(text: string) =>
  text
    .split("\n")
    .slice(0, -1)
    .map((line) => JSON.parse(line) as T);

const csv = (text: string) => `"${text.replaceAll('"', '""')}"`;
const NAMES = [
  HOSTILE,
  "@team|`x`",
  "::error::",
  ...Array.from({ length: 120 }, (_, index) => `ci-${index}`),
];
let audited = "";

beforeAll(async () => {
  const users = NAMES.map((name) =>
    ANN.replace("ann,", `${csv(name)},`).replace(arn("team/ann"), csv(arn(name))),
  );
  writeFileSync(join(cwd, "report.csv"), [REPORT, ...users].join("\n"));
  writeFileSync(join(cwd, "exceptions.yaml"), fileOf(entry("one", `{arn: ${JSON.stringify(arn("ci-1"))}}`)));
  audited = await printed("audit", "report.csv", "--standalone", "all", ...AS_OF, "--format", "markdown");
});

describe("report", () => {
  test("writes what findings prints to a file that only its owner reads, whole, and the same each time", async () => {
    for (const format of ["sarif", "junit", "csv"]) {
      const { code, stdout } = await run("report", "--format", format, "--output", `of.${format}`);
      expect([format, code, stdout]).toEqual([format, 0, ""]);
      const text = readFileSync(join(cwd, `of.${format}`), "utf8");
      expect(text.length).toBeGreaterThan(1_000);
      expect(text).toBe(await printed("findings", "--format", format));
      expect(lstatSync(join(cwd, `of.${format}`)).mode & 0o777).toBe(0o600);
    }
    expect(readdirSync(cwd).filter((name) => name.endsWith(".part"))).toEqual([]);
  });

  test("as Markdown writes the audit as `audit` printed it", async () => {
    expect(await printed("report")).toBe(audited);
    expect(audited).toMatch(/^## iamspect audit\n/);
    const { code, stderr } = await run("report", "--severity", "high");
    expect([code, stderr]).toEqual([2, expect.stringContaining("without --severity")]);
  });

  test("follows no link, replaces a file only when it is told to, and leaves nothing behind", async () => {
    writeFileSync(join(cwd, "precious"), "mine");
    symlinkSync("precious", join(cwd, "link"));
    const written = async (...args: string[]) => {
      const { code, stderr } = await run("report", "--format", "sarif", "--limit", "3", "--output", ...args);
      return [code, stderr.split("\n").find((line) => line.startsWith("error"))];
    };
    expect(await written("link")).toEqual([2, "error: link exists already."]);
    expect(await written("link", "--overwrite")).toEqual([2, expect.stringContaining("link is a link")]);
    expect(await written("precious")).toEqual([2, "error: precious exists already."]);
    expect(readFileSync(join(cwd, "precious"), "utf8")).toBe("mine");
    expect(await written("none/file")).toEqual([1, "error: none/file cannot be written."]);
    expect(await written("precious", "--overwrite")).toEqual([0, undefined]);
    expect(JSON.parse(readFileSync(join(cwd, "precious"), "utf8")).runs[0].results).toHaveLength(3);
    expect(readdirSync(cwd).filter((name) => name.endsWith(".part"))).toEqual([]);
  });

  test("counts the accounts of several snapshots, which were audited at several times", async () => {
    const other = evidenceFolder();
    try {
      for (const [name, account, day] of [
        ["a", A, "2026-01-01"],
        ["b", B, "2026-02-01"],
      ] as const) {
        other.evidence(name, account, day, [keyRow(account, "ann", "2020-01-01T00:00:00Z")]);
        expect((await other.run("audit", name)).code).toBe(0);
      }
      const { stdout } = await other.run("report");
      expect(stdout).toContain(
        "2 accounts, 2 IAM users, as of 2026-01-01T00:00:00Z to 2026-02-01T00:00:00Z.",
      );
    } finally {
      other.remove();
    }
  });
});

/** What botocore says of findings for `BatchImportFindings`; nothing: they are well formed. */
const VALIDATE = `
import json, sys
import botocore.session
from botocore.validate import ParamValidator
operation = botocore.session.get_session().get_service_model("securityhub").operation_model("BatchImportFindings")
findings = [json.loads(line) for line in sys.stdin]
print(len(findings), ParamValidator().validate({"Findings": findings}, operation.input_shape).generate_report())
`;

describe("ASFF", () => {
  test("botocore takes it as findings, and Security Hub's look-alike takes them a hundred at a time", async () => {
    const text = await printed(
      "findings",
      "--format",
      "asff",
      "--status",
      "all",
      "--hub-region",
      "eu-west-1",
    );
    const findings = lines<{ Id: string; Workflow: { Status: string }; Resources: { Id: string }[] }>(text);
    const script = new URL("../scripts/python-env.mjs", import.meta.url).href;
    const { pythonEnv }: { pythonEnv: () => Promise<string> } = await import(script);
    const said = execFileSync(await pythonEnv(), ["-c", VALIDATE], { input: text, encoding: "utf8" });
    expect(said.trim()).toBe(String(findings.length));
    expect(new Set(findings.map(({ Id }) => Id)).size).toBe(findings.length);
    const suppressed = findings.filter(({ Workflow }) => Workflow.Status === "SUPPRESSED");
    expect(suppressed.map(({ Resources }) => Resources[0]?.Id)).toEqual([arn("ci-1")]);
    const server = await startAwsServer();
    try {
      const client = new SecurityHubClient({
        endpoint: server.endpoint,
        region: "eu-west-1",
        credentials: { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "secret" },
      });
      for (let start = 0; start < findings.length; start += 100) {
        // The shape of the lines is what this test is about.
        const Findings = lines<never>(text).slice(start, start + 100);
        const answer = await client.send(new BatchImportFindingsCommand({ Findings }));
        expect([answer.SuccessCount, answer.FailedCount]).toEqual([Findings.length, 0]);
      }
      const held = new Set<string | undefined>();
      for await (const page of paginateGetFindings({ client }, {}))
        for (const { Id } of page.Findings ?? []) held.add(Id);
      expect(held.size).toBe(findings.length);
    } finally {
      await server.stop();
    }
  });
});

test("findings of every status and names of any kind pass through SARIF and OCSF", async () => {
  const sarif = JSON.parse(await printed("findings", "--format", "sarif", "--status", "all"));
  const names = sarif.runs[0].results.flatMap(
    (one: { locations: { logicalLocations: { fullyQualifiedName: string }[] }[] }) =>
      one.locations.flatMap((place) => place.logicalLocations.map((at) => at.fullyQualifiedName)),
  );
  for (const name of NAMES) expect(names).toContain(arn(name));
  const events = lines<{ resources: { uid: string }[] }>(
    await printed("findings", "--format", "ocsf", "--status", "all"),
  );
  expect(events.map(({ resources }) => resources[0]?.uid)).toEqual(names);
});
