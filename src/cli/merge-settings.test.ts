import fc from "fast-check";
import { expect, test } from "vitest";
import { readYaml } from "../model/read-yaml.js";
import { configSchema } from "./config.js";
import { mergeSettings, type NewSetting } from "./merge-settings.js";

const DAYS: NewSetting = { control: "user-unused", parameter: "max_idle_days", value: 45 };
const ROTATION: NewSetting = {
  control: "user-single-active-key",
  parameter: "tolerate_rotation",
  value: true,
};

test("begins a configuration", () => {
  const text = mergeSettings("", [DAYS, ROTATION]);
  expect(text).toBe(
    "version: 1\ncontrols:\n  user-unused:\n    max_idle_days: 45\n  user-single-active-key:\n    tolerate_rotation: true\n",
  );
});

const MINE = `# Our settings. Ask the security team.
version: 1

controls: # by control
  # yearly jobs
  user-unused: {max_idle_days: 400} # too long?
  user-key-rotation:
    max_age_days: 180 # agreed in May

overrides:
  - accounts: ["111122223333"]
    controls:
      user-unused: {max_idle_days: 30}
users:
  - {kind: machine, name: ["ci-*"]}
`;

test("changes a value in its place and leaves everything else as it was, comments too", () => {
  expect(mergeSettings(MINE, [DAYS])).toBe(MINE.replace("max_idle_days: 400", "max_idle_days: 45"));
  expect(
    mergeSettings(MINE, [{ ...DAYS, control: "user-key-rotation", parameter: "max_age_days", value: 90 }]),
  ).toBe(MINE.replace("max_age_days: 180", "max_age_days: 90"));
});

test("adds what is not there yet, behind what is", () => {
  const text = mergeSettings(MINE, [ROTATION]);
  expect(text.replace("  user-single-active-key:\n    tolerate_rotation: true\n", "")).toBe(MINE);
  expect(readYaml(configSchema, text, "f").controls["user-single-active-key"]).toEqual({
    tolerate_rotation: true,
  });
});

test("a file of comments only, and one whose controls are empty", () => {
  expect(mergeSettings("# nothing yet\n", [DAYS])).toMatch(/^# nothing yet\n\s*version: 1\ncontrols:\n/);
  const text = mergeSettings("version: 1\ncontrols:\n", [DAYS]);
  expect(readYaml(configSchema, text, "f").controls).toEqual({ "user-unused": { max_idle_days: 45 } });
});

test("what is put in stands there, and nothing else has changed", () => {
  const name = fc.constantFrom("user-unused", "user-key-rotation", "my-own");
  const value = fc.oneof(fc.integer(), fc.boolean(), fc.string());
  const setting = fc.record({ control: name, parameter: fc.constantFrom("a", "max_idle_days", "b"), value });
  fc.assert(
    fc.property(fc.array(setting, { maxLength: 6 }), (settings) => {
      const config = readYaml(configSchema, mergeSettings(MINE, settings), "f");
      const before = readYaml(configSchema, MINE, "f");
      for (const one of settings) {
        const last = settings.findLast(
          ({ control, parameter }) => control === one.control && parameter === one.parameter,
        );
        before.controls[one.control] = {
          ...before.controls[one.control],
          [one.parameter]: last?.value ?? "",
        };
      }
      expect(config).toEqual(before);
    }),
  );
});

test.each([
  ["at the end of a file without a newline", "version: 1\ncontrols:\n  a:\n    x: 1"],
  [
    "behind a comment at the end of the line",
    "version: 1\ncontrols:\n  a:\n    x: 1 # why\n    # nothing more\nusers: []\n",
  ],
  ["further in", "controls:\n      a:\n            x: 1\nversion: 1\n"],
  ["in braces", "version: 1\ncontrols: {a: {x: 1}}\n"],
  ["where nothing stands behind the name", "version: 1\ncontrols:\n  a:\n    x: 1\n  b: {}\n"],
  ["with Windows lines", "version: 1\r\ncontrols:\r\n  a:\r\n    x: 1\r\n"],
])("%s", (_, text) => {
  const added = mergeSettings(text, [
    { control: "a", parameter: "y", value: "b: c # d" },
    { control: "b", parameter: "z", value: true },
    { control: "c", parameter: "z", value: -1 },
    { control: "a", parameter: "x", value: 2 },
  ]);
  const { controls } = readYaml(configSchema, added, "f");
  expect(controls).toEqual({ a: { x: 2, y: "b: c # d" }, b: { z: true }, c: { z: -1 } });
  for (const comment of text.match(/#.*/g) ?? []) expect(added).toContain(comment);
});
