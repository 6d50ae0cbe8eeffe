import { DOMParser } from "@xmldom/xmldom";
import fc from "fast-check";
import { expect, test } from "vitest";
import { plainText } from "./text.js";
import { xmlAttributes, xmlText } from "./xml-text.js";

test("an XML parser reads any text as it is shown, in an element and in an attribute", () => {
  const strict = {
    onError: (_: string, message: string) => {
      throw new Error(message);
    },
  };
  const texts = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.string({ unit: fc.constantFrom(..."<>&\"'];[!-? \n\t\u0000\ufffe\uffff\ud800") }),
  );
  fc.assert(
    fc.property(texts, (text) => {
      const xml = `<a${xmlAttributes({ b: text })}>${xmlText(text)}</a>`;
      const element = new DOMParser(strict).parseFromString(xml, "text/xml").documentElement;
      const shown = plainText(text).replaceAll("\ufffe", "\\u{fffe}").replaceAll("\uffff", "\\u{ffff}");
      expect([element?.getAttribute("b"), element?.textContent]).toEqual([shown, shown]);
    }),
  );
});
