import { closeSync, constants, fstatSync, openSync, readFileSync, readSync, statSync } from "node:fs";
import { StringDecoder } from "node:string_decoder";
import { gunzipSync } from "node:zlib";
import { FileProblem } from "./file-problem.js";

/** A report's header and first rows fit in this; of larger files only so much is read to tell what they are. */
const HEAD_BYTES = 64 * 1024;
/** One for all files: memory that is new for each of thousands costs more than reading them. */
const HEAD = Buffer.alloc(HEAD_BYTES);

/** What is read as a whole: a string holds twice as much, and the values of a JSON text take more memory than it does. */
const MOST_BYTES = 256 << 20;

/** The beginning of a file, and the whole of it when it is small. */
export interface Head {
  readonly text: string;
  readonly whole: boolean;
  readonly bytes: number;
  /** Not UTF-8 (PowerShell redirects as UTF-16), or packed: the text is not what lies in the file. */
  readonly recoded: boolean;
}

/**
 * Reads the beginning of a file. Small files are read synchronously: thousands of them are read in one go. Throws
 * `FileProblem` for what never ends or has no size (a FIFO, a device, a socket), and does not wait for it.
 */
export function readHead(path: string): Head {
  const found = statSync(path);
  if (!found.isFile() && !found.isDirectory()) {
    throw new FileProblem(
      "this is a FIFO, a device or a socket, not a file",
      "Save what it gives as a file, and name that.",
    );
  }
  const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const bytes = fstatSync(file).size;
    const length = readSync(file, HEAD, 0, Math.min(bytes, HEAD_BYTES), 0);
    const head = HEAD.subarray(0, length);
    const utf16 = head[0] === 0xff && head[1] === 0xfe;
    if (utf16) return { text: decodeFile(path, bytes), whole: true, bytes, recoded: true };
    if (head[0] === 0x1f && head[1] === 0x8b) {
      return { text: decode(unpacked(path, bytes)), whole: true, bytes, recoded: true };
    }
    return { text: decode(head), whole: bytes <= length, bytes, recoded: false };
  } finally {
    closeSync(file);
  }
}

/** The whole text of a file. Throws `FileProblem` for one of more than `most` bytes. */
export function readWhole(path: string, head: Head, most = MOST_BYTES): string {
  return head.whole ? head.text : decodeFile(path, head.bytes, most);
}

/** The content of a gzip file. https://www.rfc-editor.org/rfc/rfc1952 */
function unpacked(path: string, bytes: number): Buffer {
  try {
    if (bytes <= MOST_BYTES) return gunzipSync(readFileSync(path), { maxOutputLength: MOST_BYTES });
  } catch (error) {
    const broken = error instanceof Error && "code" in error && String(error.code).startsWith("Z_");
    if (broken)
      throw new FileProblem(`the gzip file cannot be unpacked (${error.message})`, "Was it cut off?");
    if (!(error instanceof RangeError)) throw error;
  }
  throw new FileProblem(
    `the gzip file unpacks to more than the ${MOST_BYTES} bytes that are read of its kind`,
    "Unpack it, and name what comes of it.",
  );
}

function decodeFile(path: string, bytes: number, most = MOST_BYTES): string {
  if (bytes <= most) return decode(readFileSync(path));
  throw new FileProblem(
    `the file has ${bytes} bytes, more than the ${most} that are read of its kind`,
    "Split it into several files, or leave out what is not needed.",
  );
}

/** UTF-8, or UTF-16 with its byte order mark; the mark is dropped. */
export function decode(bytes: Buffer): string {
  const text = bytes[0] === 0xff && bytes[1] === 0xfe ? bytes.toString("utf16le") : bytes.toString("utf8");
  return withoutMark(text);
}

const PIECE_BYTES = 4 << 20;

/** The text of a UTF-8 file in pieces, for a text of all of it may be longer than a string can be. */
export function* readPieces(path: string): Generator<string> {
  const file = openSync(path, "r");
  try {
    const decoder = new StringDecoder("utf8");
    const bytes = Buffer.alloc(PIECE_BYTES);
    let first = true;
    for (let length = -1; length !== 0; first = false) {
      length = readSync(file, bytes, 0, PIECE_BYTES, null);
      const text = length === 0 ? decoder.end() : decoder.write(bytes.subarray(0, length));
      yield first ? withoutMark(text) : text;
    }
  } finally {
    closeSync(file);
  }
}

function withoutMark(text: string): string {
  return text.startsWith("\ufeff") ? text.slice(1) : text;
}
