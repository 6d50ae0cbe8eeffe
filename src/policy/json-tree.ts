/** A JSON value with its place in the text, [start, end). Objects are lists, so no name is special (`__proto__`). */
export type JsonNode =
  | {
      readonly kind: "object";
      readonly members: readonly JsonMember[];
      readonly start: number;
      readonly end: number;
    }
  | {
      readonly kind: "array";
      readonly items: readonly JsonNode[];
      readonly start: number;
      readonly end: number;
    }
  | {
      readonly kind: "scalar";
      readonly value: string | number | boolean | null;
      readonly start: number;
      readonly end: number;
    };

export interface JsonMember {
  readonly name: string;
  readonly nameStart: number;
  readonly value: JsonNode;
}

/** The text is no JSON; `offset` tells where. Never leaves the parser of policies. */
export class JsonProblem extends Error {
  constructor(
    message: string,
    readonly offset: number,
  ) {
    super(message);
  }
}

const MAX_DEPTH = 32;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORDS: readonly (readonly [string, boolean | null])[] = [
  ["true", true],
  ["false", false],
  ["null", null],
];

class Reader {
  at = 0;
  constructor(readonly text: string) {}

  fail(message: string): never {
    throw new JsonProblem(message, this.at);
  }

  /** Skips white space and returns the next character ("" at the end). */
  peek(): string {
    for (;;) {
      const code = this.text.charCodeAt(this.at);
      if (code !== 32 && code !== 10 && code !== 13 && code !== 9) break;
      this.at++;
    }
    return this.text.charAt(this.at);
  }

  expect(char: string): void {
    if (this.peek() !== char) this.fail(`expected ${char}`);
    this.at++;
  }

  string(): string {
    const start = this.at;
    this.expect('"');
    for (;;) {
      const code = this.text.charCodeAt(this.at);
      if (Number.isNaN(code) || code < 32) this.fail("text without a closing quote");
      this.at++;
      if (code === 92) this.at++;
      else if (code === 34) break;
    }
    const raw = this.text.slice(start, this.at);
    if (!raw.includes("\\")) return raw.slice(1, -1);
    try {
      return String(JSON.parse(raw));
    } catch {
      this.at = start;
      return this.fail("text with a wrong escape");
    }
  }

  value(depth: number): JsonNode {
    if (depth > MAX_DEPTH) this.fail(`nested deeper than ${MAX_DEPTH} levels`);
    const char = this.peek();
    if (char === "{") return this.object(depth);
    if (char === "[") return this.array(depth);
    const start = this.at;
    const value = char === '"' ? this.string() : this.word();
    return { kind: "scalar", value, start, end: this.at };
  }

  word(): number | boolean | null {
    for (const [word, value] of WORDS) {
      if (this.text.startsWith(word, this.at)) {
        this.at += word.length;
        return value;
      }
    }
    NUMBER.lastIndex = this.at;
    const found = NUMBER.exec(this.text)?.[0];
    if (found === undefined)
      return this.fail(this.at >= this.text.length ? "the text ends early" : "expected a value");
    this.at += found.length;
    return Number(found);
  }

  object(depth: number): JsonNode {
    const start = this.at++;
    const members: JsonMember[] = [];
    const seen = new Set<string>();
    if (this.peek() === "}") this.at++;
    else {
      for (;;) {
        this.peek();
        const nameStart = this.at;
        const name = this.string();
        if (seen.has(name)) {
          this.at = nameStart;
          this.fail(`${JSON.stringify(name)} occurs twice`);
        }
        seen.add(name);
        this.expect(":");
        members.push({ name, nameStart, value: this.value(depth + 1) });
        if (this.peek() !== ",") break;
        this.at++;
      }
      this.expect("}");
    }
    return { kind: "object", members, start, end: this.at };
  }

  array(depth: number): JsonNode {
    const start = this.at++;
    const items: JsonNode[] = [];
    if (this.peek() === "]") this.at++;
    else {
      for (;;) {
        items.push(this.value(depth + 1));
        if (this.peek() !== ",") break;
        this.at++;
      }
      this.expect("]");
    }
    return { kind: "array", items, start, end: this.at };
  }
}

/**
 * Reads JSON and keeps where every value stands. A name that occurs twice in one object is refused: which of them AWS
 * would take is not documented.
 * @throws {JsonProblem}
 */
export function parseJsonTree(text: string): JsonNode {
  const reader = new Reader(text);
  const node = reader.value(0);
  if (reader.peek() !== "") reader.fail("something follows the end of the document");
  return node;
}
