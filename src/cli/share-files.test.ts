import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { shareFiles, shareFileText } from "./share-files.js";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "iamspect-"));
});
afterEach(() => rm(folder, { recursive: true }));
const put = (name: string, text = "{}") => writeFile(join(folder, name), text);

describe("which files are meant", () => {
  test("those of a folder that end in .json, by name; those named as they are", async () => {
    for (const name of ["b.json", "a.json", "notes.txt", ".json.part"]) await put(name);
    await mkdir(join(folder, "deeper"));
    await writeFile(join(folder, "deeper", "c.json"), "{}");
    expect(await shareFiles([join(folder, "notes.txt"), folder])).toEqual(
      ["notes.txt", "a.json", "b.json"].map((name) => join(folder, name)),
    );
  });

  test("a folder without any, and nothing at all", async () => {
    await expect(shareFiles([folder])).rejects.toMatchObject({
      code: "no_files",
      what: `There is no .json file in ${folder}.`,
    });
    await expect(shareFiles([])).rejects.toMatchObject({ code: "no_files", what: "Which files?" });
  });

  test("what is not there", async () => {
    await expect(shareFiles([join(folder, "none.json")])).rejects.toMatchObject({ code: "not_readable" });
  });
});

describe("the text of a file", () => {
  test("is what is in it", async () => {
    await put("a.json", "text");
    expect(await shareFileText(join(folder, "a.json"))).toBe("text");
  });

  test("is not read where it is larger than any shared file, or no file", async () => {
    await put("large.json", " ".repeat(300_000));
    await expect(shareFileText(join(folder, "large.json"))).rejects.toMatchObject({
      code: "not_readable",
      why: "It has 300000 bytes; shared files have at most 262144.",
    });
    for (const path of [folder, "/dev/zero"]) {
      await expect(shareFileText(path)).rejects.toMatchObject({ why: "It is not a regular file." });
    }
  });
});
