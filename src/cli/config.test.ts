import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { configSettings, readConfig } from "./config.js";

const dir = mkdtempSync(join(tmpdir(), "iamspect-config-"));
afterAll(() => rmSync(dir, { recursive: true }));

async function read(text: string) {
  const file = join(dir, "iamspect.yaml");
  writeFileSync(file, text);
  return await readConfig(file);
}

const ACCOUNTS = [
  { accountId: "111111111111", ouPath: "/Workloads/Prod" },
  { accountId: "222222222222", ouPath: "/Workloads/Prod/Eu" },
  { accountId: "333333333333", ouPath: "/Workloads/Production" },
  { accountId: "444444444444", ouPath: null },
];

describe("overrides", () => {
  const accountsOf = async (scope: string) => {
    const found = await read(
      `version: 1\noverrides:\n  - ${scope}\n    controls: {user-unused: {max_idle_days: 45}}\n`,
    );
    if (found === undefined) throw new Error("no configuration");
    const [setting] = configSettings(found.config, found.file, ACCOUNTS);
    return [...(setting?.accounts ?? [])];
  };

  test("a unit means itself and those below, not one whose name begins alike", async () => {
    expect(await accountsOf("organizational_units: [/Workloads/Prod]")).toEqual([
      "111111111111",
      "222222222222",
    ]);
  });

  test("the root means every account whose place is known", async () => {
    expect(await accountsOf("organizational_units: [/]")).toEqual([
      "111111111111",
      "222222222222",
      "333333333333",
    ]);
  });

  test("accounts are meant whether known or not", async () => {
    expect(await accountsOf('accounts: ["999999999999"]')).toEqual(["999999999999"]);
  });
});

test.each([
  ["version: 2\n", /iamspect\.yaml:1: version/],
  ["version: 1\ncontrol: {}\n", /control/],
  [
    "version: 1\noverrides:\n  - controls: {}\n",
    /iamspect\.yaml:3: overrides\.0: an override needs accounts/,
  ],
  [
    "version: 1\noverrides:\n  - accounts: [111111111111]\n    controls: {}\n",
    /iamspect\.yaml:3: overrides\.0\.accounts\.0/,
  ],
  ["version: 1\ncontrols: {a: 1, a: 2}\n", /iamspect\.yaml:2 is not valid YAML/],
])("%j is refused with its line", async (text, message) => {
  await expect(read(text)).rejects.toThrow(message);
});

test("a file that was named must be there", async () => {
  await expect(readConfig(join(dir, "other.yaml"))).rejects.toThrow("cannot be read");
});
