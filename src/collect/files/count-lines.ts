import { closeSync, openSync, readSync } from "node:fs";

const CHUNK = 1 << 20;
const LINE_FEED = 10;

/** How many lines a file has, the last one with or without a line end. */
export function countLines(path: string): number {
  const file = openSync(path, "r");
  try {
    const chunk = Buffer.alloc(CHUNK);
    let lines = 0;
    let last = LINE_FEED;
    for (;;) {
      const length = readSync(file, chunk, 0, CHUNK, null);
      if (length === 0) return last === LINE_FEED ? lines : lines + 1;
      const bytes = chunk.subarray(0, length);
      for (let at = bytes.indexOf(LINE_FEED); at >= 0; at = bytes.indexOf(LINE_FEED, at + 1)) lines += 1;
      last = bytes[length - 1] ?? LINE_FEED;
    }
  } finally {
    closeSync(file);
  }
}
