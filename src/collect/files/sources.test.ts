import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { UserError } from "../../model/user-error.js";
import { expandSources } from "./sources.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "iamspect-"));
  for (const name of [
    "b.csv",
    "a.csv",
    "README.md",
    "demo.json",
    "sub/c.json",
    "sub/deep/D.CSV",
    "sub/error.txt",
    "sub/accounts.yaml",
    "sub/other.yaml",
    ".hidden/e.csv",
    "sub/.secret.csv",
    "report[1].csv",
    "empty/image.png",
  ]) {
    await mkdir(join(folder, name, ".."), { recursive: true });
    await writeFile(join(folder, name), "x");
  }
  await symlink(join(folder, "a.csv"), join(folder, "link.csv"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const expand = async (...sources: string[]) => {
  const files = await expandSources(sources.map((source) => join(folder, source)));
  return files.map(({ path, named }) => `${named ? "! " : ""}${path.slice(folder.length + 1)}`);
};

describe("sources", () => {
  test("a folder is what could be evidence in it, at any depth, in a stable order", async () => {
    expect(await expand("")).toEqual([
      "a.csv",
      "b.csv",
      "link.csv",
      "report[1].csv",
      "sub/accounts.yaml",
      "sub/c.json",
      "sub/deep/D.CSV",
      "sub/error.txt",
    ]);
  });

  test("a file that is named is read whatever it is called", async () => {
    expect(await expand("README.md", "report[1].csv")).toEqual(["! README.md", "! report[1].csv"]);
  });

  test("a pattern is the files that match it", async () => {
    expect(await expand("*.csv")).toEqual(["a.csv", "b.csv", "link.csv", "report[1].csv"]);
    expect(await expand("**/*.json")).toEqual(["sub/c.json"]);
  });

  test("none is read twice, the first mention counts", async () => {
    expect(await expand("b.csv", "*.csv", "")).toEqual([
      "! b.csv",
      "a.csv",
      "link.csv",
      "report[1].csv",
      "sub/accounts.yaml",
      "sub/c.json",
      "sub/deep/D.CSV",
      "sub/error.txt",
    ]);
  });
});

describe("a source that gives nothing is an error that says what is read", () => {
  const errorOf = (source: string) => expandSources([join(folder, source)]).catch((error: unknown) => error);

  test.each(["none", "none.csv", "none/*.csv", "*.docx"])("because there is no %s", async (source) => {
    const error = await errorOf(source);
    expect(error).toBeInstanceOf(UserError);
    expect(error).toMatchObject({
      code: "no_input",
      what: `There is no file, folder or pattern ${join(folder, source)}.`,
      why: "iamspect reads .csv, .json and .txt files, also with .gz, and accounts.yaml.",
      exitCode: 2,
    });
  });

  test("because the folder holds nothing of the kind", async () => {
    expect(await errorOf("empty")).toMatchObject({
      code: "no_input",
      what: `${join(folder, "empty")} holds no file to read.`,
    });
  });

  test("although another source gives something", async () => {
    await expect(expandSources([join(folder, "a.csv"), join(folder, "none")])).rejects.toMatchObject({
      code: "no_input",
    });
  });
});
