import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { ControlTuning } from "../model/results/tuning.js";
import type { Context } from "./command.js";
import { writeSettings } from "./write-settings.js";

let folder: string;
let file: string;
let notes: string[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "iamspect-"));
  file = join(folder, "iamspect.yaml");
  notes = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A world with a terminal at which somebody answers, or without one. */
function world(answer?: string): Context {
  const stdin = Object.assign(new PassThrough(), { isTTY: answer !== undefined });
  if (answer !== undefined) stdin.write(`${answer}\n`);
  return {
    stdin,
    write: () => Promise.reject(new Error("data is not written here")),
    note: (text) => notes.push(text),
    env: {},
    now: () => 0,
    color: false,
    width: 80,
    terminal: false,
    commands: async () => [],
    interactive: answer !== undefined,
  };
}

function tuning(
  control_id: string,
  now: Record<string, number>,
  wanted: Record<string, number>,
): ControlTuning {
  const changes = JSON.stringify(now) !== JSON.stringify(wanted);
  const nobody = { subjects: 0, kinds: {}, groups: [] };
  const counts = { fail: 0, pass: 0, unknown: 0, not_applicable: 0, adds: 0 };
  const drops = { ...nobody, safe: null, why: "" };
  return {
    control_id,
    title: "t",
    severity: "low",
    fail: 0,
    failing: nobody,
    tried: [{ settings: now, current: true, standards: [], ...counts, drops, looser_than: [] }],
    recommendation: { settings: wanted, changes, reason: "r" },
    pitfalls: [],
  };
}

const CHANGE = tuning("user-unused", { max_idle_days: 365, other: 1 }, { max_idle_days: 90, other: 1 });
const KEEP = tuning("user-key-rotation", { max_age_days: 90 }, { max_age_days: 90 });

test("only what differs is written, after it was shown and said yes to", async () => {
  await writeSettings(file, [KEEP, CHANGE], false, world("y"));
  expect(readFileSync(file, "utf8")).toBe("version: 1\ncontrols:\n  user-unused:\n    max_idle_days: 90\n");
  expect(notes).toEqual([
    `New ${file}:`,
    "+ version: 1",
    "+ controls:",
    "+   user-unused:",
    "+     max_idle_days: 90",
    `${file} is written. The next audit judges by it.`,
  ]);
});

test.each(["n", "", "yes please", "N"])("the answer %j leaves everything as it is", async (answer) => {
  writeFileSync(file, "version: 1\n");
  await writeSettings(file, [CHANGE], false, world(answer));
  expect(readFileSync(file, "utf8")).toBe("version: 1\n");
  expect(notes.at(-1)).toBe("Nothing was written.");
});

test("without a terminal it must be said before", async () => {
  await expect(writeSettings(file, [CHANGE], false, world())).rejects.toMatchObject({
    code: "not_confirmed",
  });
  await writeSettings(file, [CHANGE], true, world());
  expect(readFileSync(file, "utf8")).toContain("max_idle_days: 90");
});

test("nothing to change: the file is not touched, nor asked about", async () => {
  await writeSettings(file, [KEEP], false, world());
  expect(notes).toEqual([`Nothing to write to ${file}: the present settings are what is recommended.`]);
});

test("a file that is no configuration is refused as it stands", async () => {
  writeFileSync(file, "version: 1\ncontrols: 7\n");
  await expect(writeSettings(file, [CHANGE], true, world())).rejects.toMatchObject({ code: "bad_config" });
  await expect(writeSettings(folder, [CHANGE], true, world())).rejects.toMatchObject({ code: "no_config" });
  expect(readFileSync(file, "utf8")).toBe("version: 1\ncontrols: 7\n");
});

test.each(["y", "Y", "yes", " YES "])("%j is a yes", async (answer) => {
  await writeSettings(file, [CHANGE], false, world(answer));
  expect(readFileSync(file, "utf8")).toContain("max_idle_days: 90");
});
