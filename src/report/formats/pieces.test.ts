import { expect, test } from "vitest";
import { batchesOf, inPieces } from "./pieces.js";
import { batches, broken } from "./test-render.js";

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

test("rows are written 64 KB at a time, whatever batches they come in", async () => {
  const rows = Array.from({ length: 3000 }, (_, n) => ({ n }));
  const line = "x".repeat(99);
  const pieces = await all(inPieces(batches(rows.slice(0, 10), rows.slice(10)), () => `${line}\n`));
  expect(pieces.join("")).toBe(`${line}\n`.repeat(3000));
  expect(pieces.slice(0, -1).map(({ length }) => length)).toEqual(new Array(4).fill(65_600));
});

test("a fault does not take away what was read before it", async () => {
  const pieces: string[] = [];
  await expect(async () => {
    for await (const piece of inPieces(broken([{ n: 1 }, { n: 2 }]), ({ n }) => `${n}\n`)) pieces.push(piece);
  }).rejects.toThrow("the disk is gone");
  expect(pieces).toEqual(["1\n2\n"]);
});

test("a reader who goes away ends it, and is told nothing more", async () => {
  const pieces = inPieces(batches([{ n: 1 }], [{ n: 2 }]), () => "x".repeat(1 << 16));
  for await (const _ of pieces) break;
  expect(await pieces.next()).toEqual({ done: true, value: undefined });
});

test("a list is one batch", async () => {
  expect(await all(batchesOf([{ n: 1 }, { n: 2 }]))).toEqual([[{ n: 1 }, { n: 2 }]]);
});
