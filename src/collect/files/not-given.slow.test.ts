import { execFileSync } from "node:child_process";
import { chmod, mkdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { UserError } from "../../model/user-error.js";
import { csv, password, root, user } from "./test-report.js";
import { inFolder, readFiles, readFolder, writeFiles } from "./test-support.js";

const good = csv([root(), user("ann", password("2026-01-01T00:00:00Z"))]);

describe("files that the system does not give", () => {
  test("a link to nothing and a folder with a file's name are problems, the others are read", async () => {
    await inFolder(async (folder) => {
      await writeFiles(join(folder, "in"), { "good.csv": good });
      await symlink(join(folder, "none"), join(folder, "in", "link.csv"));
      await mkdir(join(folder, "dir"));
      await symlink(join(folder, "dir"), join(folder, "in", "dir.csv"));
      const { problems, users } = await readFolder(join(folder, "in"), join(folder, "lake"));
      expect(problems).toEqual([
        expect.stringMatching(/^dir\.csv: the file cannot be read \(EISDIR.*\)\. Check its permissions\.$/),
        expect.stringMatching(/^link\.csv: the file cannot be read \(ENOENT.*\)\. Check its permissions\.$/),
      ]);
      expect(users.length).toBe(1);
    });
  });

  test.skipIf(process.getuid?.() === 0)("one that nobody may read", async () => {
    await inFolder(async (folder) => {
      await writeFiles(join(folder, "in"), { "good.csv": good, "secret.csv": good });
      await chmod(join(folder, "in", "secret.csv"), 0);
      const { problems, users } = await readFolder(join(folder, "in"), join(folder, "lake"));
      expect(problems).toEqual([
        expect.stringMatching(
          /^secret\.csv: the file cannot be read \(EACCES.*\)\. Check its permissions\.$/,
        ),
      ]);
      expect(users.length).toBe(1);
    });
  });

  test("a FIFO and a device that are named are problems, too", async () => {
    await inFolder(async (folder) => {
      await writeFiles(join(folder, "in"), { "good.csv": good });
      execFileSync("mkfifo", [join(folder, "in", "pipe")]);
      await symlink("/dev/zero", join(folder, "in", "zero"));
      const sources = ["pipe", "good.csv", "zero"];
      const { problems, users } = await readFolder(join(folder, "in"), join(folder, "lake"), { sources });
      const what =
        "this is a FIFO, a device or a socket, not a file. Save what it gives as a file, and name that.";
      expect(problems).toEqual(["pipe", "zero"].map((name) => `${name}: ${what}`));
      expect(users.length).toBe(1);
    });
  });

  test.skipIf(process.getuid?.() === 0)("a folder below that nobody may read", async () => {
    await inFolder(async (folder) => {
      await writeFiles(join(folder, "in"), { "good.csv": good, "secret/a.csv": good });
      await chmod(join(folder, "in", "secret"), 0);
      const { problems, users } = await readFolder(join(folder, "in"), join(folder, "lake"));
      await chmod(join(folder, "in", "secret"), 0o700);
      expect(problems).toEqual([expect.stringMatching(/secret: the file cannot be read \(EACCES/)]);
      expect(users.length).toBe(1);
    });
  });

  test("a source that is not there ends it before anything is written", async () => {
    const error = await readFiles({ "good.csv": good }, { sources: ["good.csv", "none.csv"] }).catch(
      (cause: unknown) => cause,
    );
    expect(error).toBeInstanceOf(UserError);
    expect(error).toMatchObject({ code: "no_input", exitCode: 2 });
  });
});
