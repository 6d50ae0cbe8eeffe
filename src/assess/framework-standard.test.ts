import { describe, expect, test } from "vitest";
import { frameworkSchema, type Standard } from "../model/framework.js";
import { changedSettings } from "./changed-settings.js";
import { mappingsFrom } from "./framework-mappings.js";
import { standardControls } from "./framework-standard.js";
import { loadFrameworks } from "./frameworks.js";
import { loadControls } from "./load.js";
import { parseSetting, type Setting } from "./parameters.js";
import { planJudging } from "./plan.js";

const all = await loadControls();

function standard(...requirements: readonly object[]): Standard {
  const given = { version: 1, kind: "standard", id: "ours", title: "Ours", requirements };
  const framework = frameworkSchema.parse(given);
  if (framework.kind !== "standard") throw new Error("no standard");
  return framework;
}

const unused = (id: string, days?: number) => ({
  id,
  title: `Unused for ${days} days`,
  coverage: "covered",
  controls: [
    { control: "user-unused-credential", parameters: days === undefined ? {} : { max_idle_days: days } },
  ],
});
const FIRST = unused("A.1", 90);
const SECOND = unused("A.2", 45);
const OPEN = { id: "B.1", title: "Used", coverage: "covered", controls: [{ control: "user-unused" }] };
const configured = (control: string, value: number): Setting => ({
  control,
  parameter: "max_idle_days",
  value,
  origin: "iamspect.yaml",
});

describe("the controls of a standard", () => {
  test("one control with two sets of values is two runs under two names", () => {
    const { controls, answers } = standardControls(standard(FIRST, SECOND, unused("A.3", 90)), all);
    expect([...answers]).toEqual([
      ["A.1", ["user-unused-credential"]],
      ["A.2", ["user-unused-credential-45"]],
      ["A.3", ["user-unused-credential"]],
    ]);
    const { runs } = planJudging(controls, []);
    expect(runs.map(({ control, set }) => [control.declaration.id, set.values.get("max_idle_days")])).toEqual(
      [
        ["user-unused-credential", 90],
        ["user-unused-credential-45", 45],
      ],
    );
    expect(controls.map(({ asked }) => asked?.requirements)).toEqual([["A.1", "A.3"], ["A.2"]]);
  });

  test("what no requirement changes keeps the id, wherever it stands", () => {
    const { answers } = standardControls(standard(SECOND, unused("A.4")), all);
    expect([...answers.values()]).toEqual([["user-unused-credential-45"], ["user-unused-credential"]]);
  });

  test("a title with the number of the default gives way to that of the requirement", () => {
    const [first, second] = standardControls(standard(FIRST, SECOND), all).controls;
    expect(first?.declaration.title).toContain("90 days");
    expect(second?.declaration.title).toBe("Unused for 45 days");
  });

  test("a control or a parameter that does not exist is an error that names the requirement", () => {
    const bad = { id: "1", title: "T", coverage: "covered", controls: [{ control: "nothing" }] };
    expect(() => standardControls(standard(bad), all)).toThrow("the control nothing in 1");
    const wrong = { ...OPEN, controls: [{ control: "user-unused", parameters: { days: 1 } }] };
    expect(() => standardControls(standard(wrong), all)).toThrow("has no parameter days");
    const far = { ...OPEN, controls: [{ control: "user-unused", parameters: { max_idle_days: 0 } }] };
    expect(() => standardControls(standard(far), all)).toThrow("a whole number from 1 to 3650");
  });
});

describe("values of a person's own", () => {
  const { controls } = standardControls(standard(FIRST, SECOND, OPEN), all);
  const values = (settings: readonly Setting[], of = controls) =>
    planJudging(of, settings).runs.map(({ set }) => set.values.get("max_idle_days"));

  test("a configuration speaks of what no requirement asks for", () => {
    const settings = [configured("user-unused-credential", 10), configured("user-unused", 30)];
    expect(values(settings)).toEqual([90, 45, 30]);
  });

  test("--set of what a requirement asks for is refused, and says how to", () => {
    expect(() => planJudging(controls, [parseSetting("user-unused-credential.max_idle_days=60")])).toThrow(
      expect.objectContaining({
        what: expect.stringContaining("the framework asks for max_idle_days=90"),
        fix: "Set it for the requirement: --set A.1.max_idle_days=60.",
      }),
    );
    expect(values([parseSetting("user-unused.max_idle_days=60")])).toEqual([90, 45, 60]);
  });

  test("the name of a requirement sets it, and only it", () => {
    const settings = [parseSetting("A.2.max_idle_days=60")];
    const { controls: own, answers } = standardControls(standard(FIRST, SECOND), all, settings);
    expect(values([], own)).toEqual([90, 60]);
    expect([...answers.values()]).toEqual([["user-unused-credential"], ["user-unused-credential-60"]]);
    expect(own.flatMap(({ asked }) => asked?.set ?? [])).toEqual(["A.2.max_idle_days=60"]);
    expect(() => standardControls(standard(FIRST), all, [parseSetting("A.1.max_days=60")])).toThrow(
      "the requirement A.1 has no parameter max_days",
    );
  });

  test("what a standard asks for is not told as a setting that differs", () => {
    expect(changedSettings(planJudging(controls, []))).toEqual([]);
    const settings = [parseSetting("user-unused.max_idle_days=60")];
    expect(changedSettings(planJudging(controls, settings))).toEqual(["user-unused.max_idle_days=60"]);
  });
});

test("which requirements a control answers follows from the frameworks, and from a control of one's own", async () => {
  const mappings = mappingsFrom([...(await loadFrameworks()), standard(SECOND)]);
  const control = all.find(({ declaration }) => declaration.id === "user-unused-credential");
  if (control === undefined) throw new Error("no control");
  expect(mappings(control)).toMatchObject({
    "aws-config": ["iam-user-unused-credentials-check"],
    "cis-1.2": ["1.3"],
    "cis-5.0": ["1.11"],
    fsbp: ["IAM.8", "IAM.22"],
    ours: ["A.2"],
  });
  const [variant] = standardControls(standard(SECOND), all).controls;
  expect(variant && mappings(variant)).toEqual(mappings(control));
  const own = {
    ...control,
    declaration: { ...control.declaration, id: "own", mappings: { house: ["1.10"] } },
  };
  expect(mappings(own)).toEqual({ house: ["1.10"] });
  expect(all.every(({ declaration }) => Object.keys(declaration.mappings).length === 0)).toBe(true);
});
