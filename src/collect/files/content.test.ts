import { execFileSync } from "node:child_process";
import { mkdtemp, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { decode, readHead, readPieces, readWhole } from "./content.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "iamspect-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function file(content: string | Uint8Array): Promise<string> {
  const path = join(folder, "file");
  await writeFile(path, content);
  return path;
}

test("a small file is read whole at once", async () => {
  const head = readHead(await file("user,arn\n"));
  expect(head).toEqual({ text: "user,arn\n", whole: true, bytes: 9, recoded: false });
});

test("of a large one only the beginning is read, and the rest when it is asked for", async () => {
  const text = `user,arn\n${"ä".repeat(100_000)}`;
  const path = await file(text);
  const head = readHead(path);
  expect(head).toMatchObject({ whole: false, bytes: 200_009, recoded: false });
  expect(head.text.length).toBeLessThan(70_000);
  expect(text.startsWith(head.text.slice(0, -1))).toBe(true);
  expect(readWhole(path, head)).toBe(text);
});

test("an empty file is empty", async () => {
  expect(readHead(await file(""))).toEqual({ text: "", whole: true, bytes: 0, recoded: false });
});

test("the byte order mark of UTF-8 is dropped", async () => {
  expect(readHead(await file("\ufeffuser,arn")).text).toBe("user,arn");
});

test("UTF-16, as PowerShell redirects, is decoded and read whole however large it is", async () => {
  const text = `user,arn\r\n${"x".repeat(100_000)}`;
  const head = readHead(await file(Buffer.from(`\ufeff${text}`, "utf16le")));
  expect(head).toMatchObject({ text, whole: true, recoded: true });
});

test("bytes that are no UTF-8 are marked as such and lose nothing beside them", () => {
  expect(decode(Buffer.from([0x61, 0xff, 0x62]))).toBe("a\ufffdb");
});

test("a file that is not there, or is a folder, is an error of the system", () => {
  expect(() => readHead(join(folder, "none"))).toThrow(expect.objectContaining({ code: "ENOENT" }));
  expect(() => readHead(folder)).toThrow(expect.objectContaining({ syscall: expect.any(String) }));
});

test("a file in pieces is the file, without its byte order mark and with no character cut in two", async () => {
  const text = `é${"a€b😀".repeat(900_000)}`;
  const pieces = [...readPieces(await file(`\ufeff${text}`))];
  expect(pieces.length).toBeGreaterThan(2);
  expect(pieces.join("") === text).toBe(true);
  expect([...readPieces(await file(""))].join("")).toBe("");
  expect([...readPieces(await file(new Uint8Array([0x61, 0xff, 0x62])))].join("")).toBe("a\ufffdb");
});

test.each(["/dev/zero", "/dev/null", "/dev/random"])("%s is no file, and nothing is read of it", (path) => {
  expect(() => readHead(path)).toThrow("this is a FIFO, a device or a socket, not a file");
});

test("a FIFO is no file, and nobody waits for what may come out of it", () => {
  const path = join(folder, "fifo");
  execFileSync("mkfifo", [path]);
  expect(() => readHead(path)).toThrow("this is a FIFO, a device or a socket, not a file");
});

test("a file that is too large to be read as a whole is told, and not read", async () => {
  const path = await file("x".repeat(70_000));
  expect(() => readWhole(path, readHead(path), 69_999)).toThrow(
    "the file has 70000 bytes, more than the 69999",
  );
  expect(readWhole(path, readHead(path), 70_000).length).toBe(70_000);
  for (const mark of ["{", "\u{fffe}"]) {
    await writeFile(path, Buffer.from(mark, "utf16le").swap16());
    await truncate(path, 560_000_000);
    expect(() => readWhole(path, readHead(path))).toThrow(
      "the file has 560000000 bytes, more than the 268435456",
    );
  }
});
