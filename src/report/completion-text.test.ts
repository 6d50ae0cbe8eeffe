import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import type { CommandWords } from "../model/command-words.js";
import { completionText } from "./completion-text.js";

const option = { value: "<x>", doc: "what it's for", choices: [], default: undefined };
const COMMANDS: readonly CommandWords[] = [
  {
    name: "audit",
    summary: "the main job",
    arguments: "[source...]",
    argumentsDoc: "files",
    actions: {},
    options: [
      { ...option, flag: "--fail-on", choices: ["low", "high"] },
      { ...option, flag: "--all", value: "" },
    ],
    examples: [],
  },
  {
    name: "snapshots",
    summary: "the lake",
    arguments: "[action]",
    argumentsDoc: "",
    actions: { list: "all", prune: "old ones" },
    options: [],
    examples: [],
  },
];

/** What bash offers for the last of the words. */
function offered(...words: string[]): string[] {
  const script = `${completionText("bash", COMMANDS)}COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _iamspect; printf '%s\n' "\${COMPREPLY[@]}"`;
  const text = execFileSync("bash", ["-c", script, "bash", "iamspect", ...words], { encoding: "utf8" });
  return text.split("\n").filter((line) => line !== "");
}

test.each([
  [["a"], ["audit"]],
  [[""], ["audit", "snapshots", "help"]],
  [
    ["audit", "--fail-on", ""],
    ["low", "high"],
  ],
  [["audit", "--fail-on", "h"], ["high"]],
  [["audit", "--a"], ["--all"]],
  [["audit", "rep"], []],
  [
    ["snapshots", ""],
    ["list", "prune"],
  ],
  [["snapshots", "prune", ""], []],
])("bash offers after %j: %j", (words, expected) => {
  expect(offered(...words)).toEqual(expected);
});

test("zsh reads the script of bash; fish has a line for each command, action and option", () => {
  expect(completionText("zsh", COMMANDS)).toMatch(/^#compdef iamspect\n.*bashcompinit\n/);
  const fish = completionText("fish", COMMANDS).split("\n");
  expect(fish).toContain("complete -c iamspect -n __fish_use_subcommand -f -a audit -d 'the main job'");
  expect(fish).toContain(
    "complete -c iamspect -n '__fish_seen_subcommand_from audit' -l fail-on -x -a 'low high' -d 'what it\\'s for'",
  );
  expect(fish).toContain(
    "complete -c iamspect -n '__fish_seen_subcommand_from snapshots' -a prune -d 'old ones'",
  );
});
