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
