import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";

const original = fileURLToPath(new URL("../../scripts/python-env.mjs", import.meta.url));
let root: string;

/** A project that holds nothing but the script and a list of no packages: nothing is fetched. The tests go on in it. */
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "iamspect-python-env-"));
  mkdirSync(join(root, "scripts"));
  mkdirSync(join(root, "test/aws"), { recursive: true });
  cpSync(original, join(root, "scripts/python-env.mjs"));
  setRequirements("# nothing\n");
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const setRequirements = (text: string) => writeFileSync(join(root, "test/aws/requirements.txt"), text);
const python = () => join(root, ".cache/python/bin/python");

function start(env: NodeJS.ProcessEnv = process.env): ChildProcess {
  return spawn(process.execPath, [join(root, "scripts/python-env.mjs")], { env, stdio: "pipe" });
}

async function finish(child: ChildProcess) {
  const texts = ["", ""];
  child.stdout?.on("data", (data) => {
    texts[0] += data;
  });
  child.stderr?.on("data", (data) => {
    texts[1] += data;
  });
  const [code] = await once(child, "close");
  const [stdout = "", stderr = ""] = texts;
  return { code, stdout: stdout.trim(), stderr, installed: stderr.includes("Installing") };
}

test("an install that was killed is done again, by one of those that start together; later ones have it", async () => {
  const killed = start();
  // Its note comes when it has the lock.
  if (killed.stderr) await once(killed.stderr, "data");
  killed.kill("SIGKILL");
  await once(killed, "close");
  expect(existsSync(join(root, ".cache/python.lock"))).toBe(true);
  const together = await Promise.all([finish(start()), finish(start()), finish(start())]);
  expect(together.map(({ stdout }) => stdout)).toEqual([python(), python(), python()]);
  expect(together.filter(({ installed }) => installed)).toHaveLength(1);
  expect(existsSync(python())).toBe(true);
  expect(await finish(start())).toMatchObject({ code: 0, installed: false });
  expect(existsSync(join(root, ".cache/python.lock"))).toBe(false);
});

test("without python3 the error says what to install", async () => {
  const { code, stderr } = await finish(start({ PATH: root }));
  expect(code).toBe(1);
  expect(stderr).toContain("There is no python3 on the PATH");
  expect(stderr).toContain("apt-get install python3 python3-venv");
});

test("other requirements are another environment, and what cannot be installed is none", async () => {
  setRequirements("./no-such-package\n");
  const { code, stdout, stderr } = await finish(start());
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(stderr).toContain("Could not install the packages of the AWS-compatible test server");
});
