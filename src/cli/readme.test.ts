import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { COMMANDS } from "../cli.js";
import { readYaml } from "../model/read-yaml.js";
import { readAccountsFile } from "../sources/accounts-file.js";
import { PERMISSIONS } from "../sources/permissions.js";
import { configSchema } from "./config.js";
import { optionsOf } from "./shared-options.js";

/** What README.md says of options, settings and permissions must be true. */

const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
const yaml = [...readme.matchAll(/```yaml\n# (\S+?\.yaml)([\s\S]*?)```/g)];
const example = (name: string) => `#${yaml.find(([, file]) => file === name)?.[2] ?? " no example"}`;

async function allFlags(): Promise<Set<string>> {
  const flags = new Set(["--version", "--help"]);
  for (const [, load] of Object.values(COMMANDS)) {
    const { command } = await load();
    for (const option of Object.values(optionsOf(command))) flags.add(option.flags.split(" ")[0] ?? "");
  }
  return flags;
}

test("every option that it names exists", async () => {
  const known = await allFlags();
  const named = [...readme.matchAll(/(?<![\w-])--[a-z][a-z-]*/g)].map(([flag]) => flag);
  expect(named).toContain("--as-of");
  expect(named.filter((flag) => !known.has(flag))).toEqual([]);
});

test("every command has its row", () => {
  for (const name of Object.keys(COMMANDS)) expect(readme).toMatch(new RegExp(`^\\| \`${name}\\b`, "m"));
});

test("its settings and its accounts.yaml are valid", () => {
  const { controls, overrides } = readYaml(configSchema, example("iamspect.yaml"), "README.md");
  expect([Object.keys(controls).length, overrides.length]).toEqual([2, 2]);
  const { accounts } = readAccountsFile(example("accounts.yaml"), "README.md");
  expect(accounts.map(({ org_role: role }) => role)).toEqual(["member", "standalone"]);
});

test("it lists the permissions that collecting one account uses", () => {
  const used = PERMISSIONS.filter(({ scope, option }) => scope === "account" && option === undefined).map(
    ({ action }) => action,
  );
  const listed = [...readme.matchAll(/^\s+"((?:iam|organizations|sts):\w+)",?$/gm)].map(([, name]) => name);
  expect(new Set(listed)).toEqual(new Set([...used, "sts:GetCallerIdentity"]));
});
