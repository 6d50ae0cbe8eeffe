import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runCli, scratch } from "./run-cli.js";

const folder = scratch();
const cwd = folder.dir;
afterAll(() => folder.remove());

const documented = readFileSync(new URL("../docs/scenarios.md", import.meta.url), "utf8");
const [, example = ""] = /```json\n([\s\S]*?)```/.exec(documented) ?? [];

beforeAll(() => {
  writeFileSync(join(cwd, "bool.json"), example);
  writeFileSync(join(cwd, "if-exists.json"), example.replace('"Bool"', '"BoolIfExists"'));
});

const explain = (file: string, ...args: string[]) =>
  runCli(["explain", "--scenario", file, ...args], { cwd, env: { COLUMNS: "1000" } });

describe("explain --scenario judges a guardrail before it is attached", () => {
  test("with Bool the key escapes, and it says why and what would help", async () => {
    const { code, stdout } = await explain("bool.json");
    expect(code).toBe(0);
    expect(stdout).toContain("console: enforced");
    expect(stdout).toContain("key: not_enforced");
    expect(stdout).toContain("does not carry the key at all");
    expect(stdout).toMatch(/BoolIfExists .*-> console enforced, key enforced/);
  });

  test("with BoolIfExists it does not; the expectation that it would is not met: 3", async () => {
    const { code, stdout, stderr } = await explain("if-exists.json", "--format", "json");
    expect(JSON.parse(stdout)).toMatchObject({
      console: { verdict: "enforced", by: ["scp"], robust: true },
      key: { verdict: "enforced", by: ["scp"], robust: true },
      claimable: true,
      privilege: { no_mfa: { tier: "none" }, mfa: { tier: "admin" } },
      warnings: ["enrol-others"],
      missing_evidence: [],
    });
    expect([code, stderr]).toEqual([3, "keys-escape: key: expected not_enforced, got enforced\n"]);
  });

  test("several scenarios in one file", async () => {
    const one = JSON.stringify(JSON.parse(example));
    writeFileSync(join(cwd, "lines.jsonl"), `${one}\n\n${one}\n`);
    const { code, stdout } = await explain("lines.jsonl", "--format", "json");
    expect([code, (JSON.parse(stdout) as unknown[]).length]).toEqual([0, 2]);
  });

  test.each([
    ["{", "is not valid JSON"],
    ['{"account": {"id": "1"}}', "account.id: an account id has 12 digits"],
    ["[]x", "is not valid JSON"],
  ])("%j is refused with its place", async (text, message) => {
    writeFileSync(join(cwd, "bad.json"), text);
    const { code, stderr } = await explain("bad.json");
    expect([code, stderr]).toEqual([2, expect.stringMatching(/bad\.json/)]);
    expect(stderr).toContain(message);
  });

  test("a file that is not there", async () => {
    expect((await explain("nowhere.json")).stderr).toContain("nowhere.json cannot be read");
  });
});
