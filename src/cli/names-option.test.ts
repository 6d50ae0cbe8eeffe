import { expect, test } from "vitest";
import { namesOption } from "./names-option.js";

const KNOWN = ["new", "fixed", "persisting"] as const;
const parse = (text: string) => namesOption("--change", "change", text, KNOWN);

test("names joined by commas, in the order of all there are", () => {
  expect(parse("persisting, new")).toEqual(["new", "persisting"]);
  expect(parse("fixed,fixed")).toEqual(["fixed"]);
  expect(parse("all")).toEqual([...KNOWN]);
});

test.each(["better", "", "new,", "New"])("%j is refused, and what there is is said", (text) => {
  expect(() => parse(text)).toThrow("--change: there is no change");
  try {
    parse(text);
  } catch (error) {
    expect(error).toMatchObject({
      code: "bad_option",
      fix: "Give some of new, fixed, persisting, joined by commas, or all.",
    });
  }
});
