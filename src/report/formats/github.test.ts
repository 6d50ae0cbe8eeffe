import { expect, test } from "vitest";
import type { ListedFinding } from "../../model/results/findings.js";
import { EXCEPTION, FINDING, findingStream } from "../../model/results/test-finding.js";
import { plainText } from "../text.js";
import { AUDIT, PREVALENCE } from "./test-audit.js";
import { hostileFinding, PAYLOADS } from "./test-hostile.js";
import { rendered } from "./test-render.js";

/** The commands in the text as GitHub's runner reads them: https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts */
function commands(text: string) {
  const data = (part: string) => part.replaceAll("%0D", "\r").replaceAll("%0A", "\n").replaceAll("%25", "%");
  const property = (part: string) => data(part.replaceAll("%3A", ":").replaceAll("%2C", ","));
  return text
    .split(/\r?\n/)
    .slice(0, -1)
    .map((line) => {
      const [, command = "", properties = "", message = ""] = /^::(\S+) (.*?)::(.*)$/.exec(line) ?? [];
      const [first = "", ...others] = properties.split(",");
      expect([first.startsWith("title="), others]).toEqual([true, []]);
      return { command, title: property(first.slice("title=".length)), message: data(message) };
    });
}

const annotations = async (...findings: ListedFinding[]) =>
  commands(await rendered("github", "findings", findingStream([findings])));

test("the level is that of the severity; what passes or is excepted is only counted", async () => {
  const all = await annotations(
    { ...FINDING, severity: "critical" },
    FINDING,
    { ...FINDING, exception: EXCEPTION },
    { ...FINDING, status: "unknown" },
    { ...FINDING, status: "pass" },
  );
  expect(all.map(({ command }) => command)).toEqual(["error", "warning", "notice", "notice"]);
  expect(all[1]?.title).toBe("user-key-rotation (medium): Active access keys are no older than 90 days");
  expect(all[1]?.message.split("\n").slice(0, 2)).toEqual([
    FINDING.reason,
    "ann, access key 1 in 111122223333 shop-prod",
  ]);
  expect(all.at(-1)).toEqual({
    command: "notice",
    title: "iamspect",
    message: "2 failing findings, 1 unknown, 1 excepted; 3 shown as annotations.",
  });
});

test("no more than ten of a level are written, the summary among the notices", async () => {
  const many = (status: ListedFinding["status"], severity: ListedFinding["severity"]) =>
    Array.from({ length: 30 }, () => ({ ...FINDING, status, severity }));
  const all = await annotations(...many("fail", "high"), ...many("fail", "low"), ...many("unknown", "low"));
  const count = (level: string) => all.filter(({ command }) => command === level).length;
  expect(["error", "warning", "notice"].map(count)).toEqual([10, 10, 10]);
  expect(all.at(-1)?.message).toContain("60 failing findings, 30 unknown, 0 excepted; 29 shown");
});

test("of an audit each failing control is one, the worst first", async () => {
  const prevalence = [
    PREVALENCE,
    { ...PREVALENCE, control_id: "excepted", excepted: 5 },
    { ...PREVALENCE, control_id: "unknown", fail: 0, unknown: 5 },
    { ...PREVALENCE, control_id: "worse", severity: "critical" as const },
  ];
  const all = commands(await rendered("github", "audit", { ...AUDIT, prevalence, again: " --lake x" }));
  expect(all.map(({ command, title }) => [command, title.split(" ")[0]])).toEqual([
    ["error", "worse"],
    ["warning", "user-key-rotation"],
    ["notice", "iamspect"],
  ]);
  expect(all[0]?.message).toContain("iamspect findings --control worse --status fail --lake x");
  expect(all[2]?.message).toContain("2 of 4 controls fail, 1 could not be judged for everything");
});

test("hostile text stays in its message and its title", async () => {
  for (const payload of PAYLOADS) {
    const finding = { ...hostileFinding(payload), exception: null };
    const [first, ...others] = await annotations(finding);
    expect(others.map(({ title }) => title)).toEqual(["iamspect"]);
    expect(first?.title).toBe(plainText(`control-0 (medium): ${finding.title}`));
    expect(first?.message.split("\n")[0]).toBe(plainText(finding.reason));
  }
});
