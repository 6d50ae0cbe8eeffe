import fc from "fast-check";
import { expect, test } from "vitest";
import { PAYLOADS } from "./formats/test-hostile.js";
import { codeBlock, codeText, markdownTable, proseText } from "./markdown-text.js";
import { elementsOf, htmlOf, LINKED, textOfHtml, withoutCode } from "./test-markdown.js";
import { plainText } from "./text.js";

const TABLE = ["code", "table", "tbody", "td", "th", "thead", "tr"];

/** The cells of the only row of a table. */
function cells(...texts: readonly string[]): string[] {
  const html = htmlOf(
    markdownTable(
      texts.map(() => "t"),
      [texts],
    ),
  );
  expect(elementsOf(html).filter((name) => !TABLE.includes(name))).toEqual([]);
  expect(withoutCode(html)).not.toMatch(LINKED);
  return [...html.matchAll(/<td[^>]*>(.*?)<\/td>/gs)].map(([, cell = ""]) => textOfHtml(cell));
}

const sentence = (text: string) => plainText(text.replace(/\s+/g, " ").trim());

test("code shows any text as it is, in a cell of a table, too", () => {
  for (const payload of PAYLOADS) {
    expect(cells(codeText(payload), "last")).toEqual([plainText(payload), "last"]);
  }
});

test("a sentence shows any text as it is, and what could be a link or a mention is code", () => {
  for (const payload of PAYLOADS) {
    const text = `The user ${payload} fails.`;
    expect(cells(proseText(text), "last")).toEqual([sentence(text), "last"]);
  }
  expect(proseText("The key 1 of ann@example.com, 2,343 days old (limit 90).")).toBe(
    "The key 1 of `ann@example.com`, 2,343 days old (limit 90).",
  );
  expect(proseText("See deadbeef-x, (GH-12) and 2,343 users.")).toBe(
    "See `deadbeef-x`, (`GH-12`) and 2,343 users.",
  );
  expect(proseText("IAM > Users > the user's page")).toBe("IAM &gt; Users &gt; the user's page");
});

test("whatever the text is", () => {
  const hostile = fc.string({
    unit: fc.constantFrom(...'a1 \n`|\\<>&*_[]()!#@:/.~-+={}$"'),
    maxLength: 30,
  });
  const texts = fc.oneof(hostile, fc.string({ unit: "binary", maxLength: 20 }));
  fc.assert(
    fc.property(texts, (text) => {
      const shown = cells(`x${codeText(text)}`, `x ${proseText(text)}`);
      expect(shown).toEqual([`x${plainText(text)}`, `x ${sentence(text)}`.trimEnd()]);
    }),
    { numRuns: 500 },
  );
});

test("a block of code ends where it ends", () => {
  for (const payload of PAYLOADS) {
    const html = htmlOf(`${codeBlock(payload, "sh")}\n\nafter`);
    expect(elementsOf(html)).toEqual(["code", "p", "pre"]);
    const lines = payload.split("\n").map(plainText).join("\n");
    expect(textOfHtml(html)).toBe(`${lines}\n\nafter`);
  }
});
