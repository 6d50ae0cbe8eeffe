import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { expect, test } from "vitest";
import { shellCommand, shellWord } from "./shell-word.js";

test("what is plain stays plain, all else is quoted", () => {
  expect(shellWord("arn:aws:iam::111122223333:user/team/ann@x")).toBe(
    "arn:aws:iam::111122223333:user/team/ann@x",
  );
  expect(shellWord("")).toBe("''");
  expect(shellWord("it's $(me)")).toBe("'it'\\''s $(me)'");
});

test("a shell takes it for one word, whatever it holds", () => {
  const text = fc.string({ unit: "binary-ascii", maxLength: 30 }).map((one) => one.replaceAll("\0", ""));
  fc.assert(
    fc.property(fc.array(text, { minLength: 1, maxLength: 5 }), (words) => {
      const command = `printf '%s\\0' ${shellCommand(words)}`;
      const said = execFileSync("/bin/sh", ["-c", command], { encoding: "latin1" });
      expect(said.split("\0").slice(0, -1)).toEqual(words);
    }),
    { numRuns: 30 },
  );
});
