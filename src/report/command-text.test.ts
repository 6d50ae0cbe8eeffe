import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { expect, test } from "vitest";
import { shellWord } from "../model/shell-word.js";
import { commandText } from "./command-text.js";

test("a long command goes on behind a backslash, a comment stands before it", () => {
  expect(commandText("aws iam delete-login-profile --user-name ann   # the password is lost", 30, "  ")).toBe(
    "# the password is lost\n  aws iam delete-login-profile \\\n    --user-name ann",
  );
});

test("a shell takes what is broken for the same words", () => {
  const printable = fc.string({
    unit: fc.constantFrom("a", " ", "'", '"', "$", "#", "-", "\\"),
    maxLength: 12,
  });
  fc.assert(
    fc.property(fc.array(printable, { minLength: 1 }), fc.integer({ min: 12, max: 60 }), (words, width) => {
      const command = commandText(`printf '%s\\0' ${words.map(shellWord).join(" ")}`, width, "   ");
      const said = execFileSync("bash", ["-c", command], { encoding: "utf8" });
      expect(said.split("\0").slice(0, -1)).toEqual(words);
    }),
    { numRuns: 40 },
  );
});
