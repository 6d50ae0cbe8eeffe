import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { isTrusted, trust } from "./trusted.js";

async function home(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "iamspect-trust-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

test("trusted is exactly the text that was trusted", async () => {
  const env = { HOME: await home() };
  expect(await isTrusted("version: 1\n", env)).toBe(false);
  await trust("iamspect.yaml", "version: 1\n", env);
  await trust("iamspect.yaml", "version: 1\n", env);
  expect(await isTrusted("version: 1\n", env)).toBe(true);
  expect(await isTrusted("version: 1\n# changed\n", env)).toBe(false);
  const file = join(env.HOME, ".config", "iamspect", "trusted");
  expect((await readFile(file, "utf8")).split("\n")).toHaveLength(2);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
});

test("XDG_CONFIG_HOME is respected", async () => {
  const folder = await home();
  await trust("iamspect.yaml", "a", { XDG_CONFIG_HOME: folder, HOME: "/nowhere" });
  expect(await isTrusted("a", { XDG_CONFIG_HOME: folder })).toBe(true);
});
