import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { UserError } from "../../model/user-error.js";
import { preparePrivateFolder, writePrivateJson } from "./private-files.js";

async function scratch(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "iamspect-private-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

const mode = async (path: string) => (await stat(path)).mode & 0o777;

test("folders and files are their owner's alone", async () => {
  const folder = join(await scratch(), "collected", "123456789012");
  await preparePrivateFolder(folder);
  await writePrivateJson(folder, "a.json", { b: [1] });
  expect(await mode(join(folder, ".."))).toBe(0o700);
  expect(await mode(folder)).toBe(0o700);
  expect(await mode(join(folder, "a.json"))).toBe(0o600);
  expect(JSON.parse(await readFile(join(folder, "a.json"), "utf8"))).toEqual({ b: [1] });
});

test("an existing folder that others could read is closed", async () => {
  const folder = await scratch();
  await chmod(folder, 0o755);
  await preparePrivateFolder(folder);
  expect(await mode(folder)).toBe(0o700);
});

test("a file that others could read is replaced, not written into", async () => {
  const folder = await scratch();
  await writeFile(join(folder, "a.json"), "old", { mode: 0o644 });
  const before = (await stat(join(folder, "a.json"))).ino;
  await writePrivateJson(folder, "a.json", "new");
  expect(await mode(join(folder, "a.json"))).toBe(0o600);
  expect((await stat(join(folder, "a.json"))).ino).not.toBe(before);
});

test("a value that cannot be written leaves the old file and nothing beside it", async () => {
  const folder = await scratch();
  await writePrivateJson(folder, "a.json", "old");
  const endless: Record<string, unknown> = {};
  endless.self = endless;
  await expect(writePrivateJson(folder, "a.json", endless)).rejects.toThrow();
  expect(await readdir(folder)).toEqual(["a.json"]);
  expect(await readFile(join(folder, "a.json"), "utf8")).toBe('"old"\n');
});

test("many writers of one file leave one whole file", async () => {
  const folder = await scratch();
  const values = Array.from({ length: 20 }, (_, index) => String(index).repeat(50_000));
  await Promise.all(values.map((value) => writePrivateJson(folder, "a.json", value)));
  expect(await readdir(folder)).toEqual(["a.json"]);
  expect(values).toContain(JSON.parse(await readFile(join(folder, "a.json"), "utf8")));
});

test("a folder that cannot be made is told to the person", async () => {
  const folder = await scratch();
  await writeFile(join(folder, "file"), "");
  const failure = await preparePrivateFolder(join(folder, "file", "123456789012")).catch((error) => error);
  expect(failure).toBeInstanceOf(UserError);
  expect(failure).toMatchObject({ code: "cannot_write", exitCode: 1 });
  await expect(writePrivateJson(join(folder, "missing"), "a.json", 1)).rejects.toMatchObject({
    code: "cannot_write",
  });
});
