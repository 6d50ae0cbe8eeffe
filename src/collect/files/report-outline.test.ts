import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readOutline } from "./report-outline.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "iamspect-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test.each([
  ["none", "", 0],
  ["one without an end", "a", 1],
  ["one with an end", "a\n", 1],
  ["blank ones", "\n\n\n", 3],
  ["CRLF", "a\r\nb\r\nc", 3],
  [
    "many, over the border of what is read at once",
    `${"x".repeat(1_048_575)}\n\n${"y\n".repeat(1_000_000)}z`,
    1_000_003,
  ],
])("%s", async (name, text, lines) => {
  const path = join(folder, name);
  await writeFile(path, text);
  expect((await readOutline(path)).lines).toBe(lines);
});

test("tells the lines of root users, wherever they stand", async () => {
  const path = join(folder, "roots");
  const filler = "user,arn:aws:iam::111122223333:user/user,N/A\n".repeat(30_000);
  const root = (account: number) => `<root_account>,arn:aws:iam::${account}:root,é`;
  const named = "x<root_account>,arn\n";
  await writeFile(path, `header\n${root(1)}\n${filler}${root(2)}\r\n${named}${filler}${root(3)}`);
  expect(await readOutline(path)).toEqual({ lines: 60_005, roots: [root(1), `${root(2)}\r`, root(3)] });
});

test("a line without an end that is longer than what is read at once is no line of root", async () => {
  const path = join(folder, "long");
  await writeFile(path, `${"x".repeat(3_000_000)}<root_account>,\na\n<root_account>,b`);
  const { lines, roots } = await readOutline(path);
  expect([lines, roots.at(-1)]).toEqual([3, "<root_account>,b"]);
});
