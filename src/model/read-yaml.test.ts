import { describe, expect, test } from "vitest";
import { z } from "zod";
import { readYaml } from "./read-yaml.js";
import { UserError } from "./user-error.js";

const schema = z.strictObject({
  name: z.string(),
  sizes: z.array(z.number()).default([]),
  inner: z.strictObject({ flag: z.boolean() }).optional(),
});

const read = (text: string) => readYaml(schema, text, "x.yaml");

function errorOf(text: string): UserError {
  try {
    read(text);
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error(`${JSON.stringify(text)} was read`);
}

test("gives the value in the shape of the schema, defaults and all", () => {
  expect(read("name: a\ninner: {flag: true}\n")).toEqual({ name: "a", sizes: [], inner: { flag: true } });
});

test("the values of YAML 1.1 that surprise, such as `no` and octal numbers, are what they look like", () => {
  expect(read('name: "no"\nsizes: [010, 8]')).toEqual({ name: "no", sizes: [10, 8] });
  expect(read("name: no")).toEqual({ name: "no", sizes: [] });
});

describe("names file, line and what is wrong", () => {
  test.each([
    ["a field of the wrong type", "name: a\nsizes:\n  - 1\n  - two\n", /^x\.yaml:4: sizes\.1: .*number/],
    ["a field too many", "name: a\nother: 1\n", /^x\.yaml:1: .*other/],
    ["a field too few: the line of what should hold it", "\n\nsizes: []\n", /^x\.yaml:3: name: /],
    ["a nested field", "name: a\ninner:\n  flag: perhaps\n", /^x\.yaml:3: inner\.flag: .*boolean/],
    ["nothing but a comment", "# later\n", /^x\.yaml: the file: /],
    ["an empty file", "", /^x\.yaml.*the file: /],
    ["a list where a mapping was expected", "- a\n- b\n", /^x\.yaml:1: the file: /],
    ["no YAML", "name: a\nsizes: [1,\n", /^x\.yaml:\d+ is not valid YAML/],
    ["a key twice", "name: a\nname: b\n", /^x\.yaml:2 is not valid YAML/],
    ["a tab for indentation", "inner:\n\tflag: true\n", /^x\.yaml:2 is not valid YAML/],
    ["an alias of nothing", "name: *nobody\n", /^x\.yaml/],
  ])("%s", (_, text, message) => {
    const error = errorOf(text);
    expect(error.what).toMatch(message);
    expect(error).toMatchObject({ code: "bad_yaml", exitCode: 2 });
  });

  test("the code is the caller's", () => {
    expect(() => readYaml(schema, "a: [", "x.yaml", "bad_thing")).toThrow(
      expect.objectContaining({ code: "bad_thing" }),
    );
  });
});

test("a small file cannot grow into a huge one by aliases of aliases", () => {
  const lists = Array.from({ length: 20 }, (_, i) => `a${i}: &a${i} [${`*a${i - 1},`.repeat(10)}]`).slice(1);
  const bomb = `a0: &a0 [x]\n${lists.join("\n")}\n`;
  expect(errorOf(bomb).what).toBe("x.yaml cannot be read.");
});

test("a key called __proto__ changes no object", () => {
  const value = readYaml(z.looseObject({}), "__proto__: {injected: 1}\na: b\n", "x.yaml");
  expect(value.a).toBe("b");
  expect(value.injected).toBeUndefined();
  expect(Object.hasOwn(Object.prototype, "injected")).toBe(false);
});
