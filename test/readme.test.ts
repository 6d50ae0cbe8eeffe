import { readFileSync } from "node:fs";
import { expect, onTestFinished, test } from "vitest";
import { demoFolder } from "./demo-folder.js";
import { runCli } from "./run-cli.js";

test("the README shows what the demonstration prints", async () => {
  const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
  const [, sample = ""] = /```text\n(iamspect audit[\s\S]*?)```/.exec(readme) ?? [];
  const lines = sample.split("\n").filter((line) => line !== "" && line !== "...");
  expect(lines.length).toBeGreaterThan(8);
  const folder = await demoFolder();
  onTestFinished(() => folder.remove());
  const { stdout } = await runCli(["audit", "--demo"], { cwd: folder.dir });
  const printed = stdout.split("\n");
  // The id hashes the content of the snapshot's files; every other word is a promise.
  const plain = (line: string) => line.replace(/snapshot \S+/, "snapshot");
  const known = new Set(printed.map(plain));
  expect(lines.map(plain).filter((line) => !known.has(line))).toEqual([]);
});
