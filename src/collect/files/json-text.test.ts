import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseDocuments } from "./json-text.js";

describe("the documents of a text", () => {
  test.each([
    ["one", '{"a": 1}', [{ a: 1 }]],
    ["an array of pages", '[{"a": 1}, {"a": 2}]', [{ a: 1 }, { a: 2 }]],
    ["one after the other", '{"a": 1}\n{"a": 2}\n{"a": 3}\n', [{ a: 1 }, { a: 2 }, { a: 3 }]],
    ["one after the other without a line between", '{"a": 1}{"a": 2}', [{ a: 1 }, { a: 2 }]],
    ["arrays one after the other", '[{"a": 1}]\n[{"a": 2}, {"a": 3}]', [{ a: 1 }, { a: 2 }, { a: 3 }]],
    ["braces and quotes in strings", '{"a": "}{\\"}"}\n{"b": "\\\\"}', [{ a: '}{"}' }, { b: "\\" }]],
    ["an empty array", "[]", []],
  ])("%s", (_, text, documents) => {
    expect(parseDocuments(text)).toEqual(documents);
  });
});

describe("a text that would take all stack, memory or time", () => {
  const nested = (levels: number) => `${"[".repeat(levels)}${"]".repeat(levels)}`;

  test("is one that is nested deeper than any document is, whole or cut off, whatever is in its strings", () => {
    expect(parseDocuments(`{"a": "${"[".repeat(5000)}", "b": ${nested(99)}}`).length).toBe(1);
    for (const text of [nested(101), nested(5000), `{"a": ${nested(100)}}`, '{"a":'.repeat(5000)]) {
      expect(() => parseDocuments(text)).toThrow("this JSON is nested more than 100 levels deep");
    }
  });

  test("is one of more values than any document has", () => {
    const text = `[${"1,".repeat(20_000_000)}1]`;
    expect(() => parseDocuments(text)).toThrow("this JSON has more than 20000000 values");
  });

  test("is not one with a string of escapes that is never closed: it is looked through once", () => {
    for (const part of ['\\"', "\\\\", '\\"{']) {
      expect(() => parseDocuments(`{"a":"${part.repeat(1_000_000)}`)).toThrow(SyntaxError);
    }
  });
});

describe("no part of a broken text passes for the whole", () => {
  test.each([
    ["one that was cut off", '{"a": 1'],
    ["the last of two was cut off", '{"a": 1}\n{"a": 2'],
    ["the last of three was cut off", '{"a": 1}\n{"a": 2}\n{"a": 3'],
    ["an array that was cut off behind a page", '[{"a": 1}, {"a": 2},'],
    ["an array that was cut off in a page", '[{"a": 1}, {"a": 2}, {"a"'],
    ["a string that was cut off", '{"a": 1}\n{"a": "2'],
    ["text behind the documents", '{"a": 1}\n{"a": 2}\nAn error occurred'],
    ["text between them", '{"a": 1}\n--\n{"a": 2}'],
    ["a brace too many", '{"a": 1}}\n{"a": 2}'],
    ["a document that is no JSON among others", '{"a": 1}\n{a: 2}\n{"a": 3}'],
    ["nothing", ""],
  ])("%s", (_, text) => {
    expect(() => parseDocuments(text)).toThrow(SyntaxError);
  });

  test("wherever any documents are cut off, or it is noticed or nothing but blanks was lost", () => {
    const object = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 3 });
    fc.assert(
      fc.property(fc.array(object, { minLength: 1, maxLength: 4 }), fc.nat(), (documents, cut) => {
        const text = documents.map((one) => JSON.stringify(one)).join("\n");
        expect(parseDocuments(text)).toEqual(documents.map((one) => JSON.parse(JSON.stringify(one))));
        const shorter = text.slice(0, cut % text.length);
        const whole = documents.filter((_, i) => {
          const end = documents
            .slice(0, i + 1)
            .map((one) => JSON.stringify(one))
            .join("\n").length;
          return end <= shorter.length;
        });
        let found: unknown[] | undefined;
        try {
          found = parseDocuments(shorter);
        } catch (error) {
          expect(error).toBeInstanceOf(SyntaxError);
        }
        // Cut between two documents nothing tells that there was another one.
        if (found !== undefined) {
          expect(found.length).toBe(whole.length);
          expect(
            whole
              .map((one) => JSON.stringify(one))
              .join("\n")
              .trim(),
          ).toBe(shorter.trim());
        }
      }),
    );
  });
});
