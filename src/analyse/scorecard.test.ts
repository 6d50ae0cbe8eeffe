import { expect, test } from "vitest";
import { frameworkSchema, type Standard } from "../model/framework.js";
import type { AuditedPrevalence } from "../model/results/audit.js";
import { scorecardOf } from "./scorecard.js";

function standard(...requirements: readonly object[]): Standard {
  const given = { version: 1, kind: "standard", id: "s", title: "S", partly: "Only a part.", requirements };
  const framework = frameworkSchema.parse(given);
  if (framework.kind !== "standard") throw new Error("no standard");
  return framework;
}

function figure(control_id: string, counts: Partial<AuditedPrevalence>): AuditedPrevalence {
  const { fail = 0, pass = 0, unknown = 0, not_applicable = 0, excepted = 0 } = counts;
  return {
    control_id,
    title: control_id,
    severity: "low",
    fail,
    pass,
    unknown,
    not_applicable,
    excepted,
    population: fail + pass + unknown + not_applicable,
    percent: null,
    interval: null,
    percent_judged: null,
    percent_bounds: null,
    unknown_accounts: 0,
    assumed: 0,
    tiers: [],
    labels: [],
    published: null,
    excepted_assumed: 0,
  };
}

const asks = (id: string, coverage: string, ...controls: readonly string[]) => ({
  id,
  title: `Requirement ${id}`,
  coverage,
  controls: controls.map((control) => ({ control })),
  ...(controls.length === 0 && { note: "Look." }),
});

const STANDARD = standard(
  asks("1.1", "covered", "passing"),
  asks("1.10", "covered", "passing", "failing"),
  asks("2", "covered", "passing", "open"),
  asks("3", "covered", "nothing"),
  asks("4", "partly", "passing"),
  asks("5", "manual"),
  asks("6", "not_covered"),
);
const PREVALENCE = [
  figure("passing", { pass: 5, not_applicable: 2 }),
  figure("failing", { fail: 3, pass: 1, unknown: 1, excepted: 2 }),
  figure("open", { pass: 1, unknown: 4 }),
  figure("nothing", { not_applicable: 7 }),
];
const answers = new Map(
  STANDARD.requirements.map(({ id, controls }) => [id, controls.map(({ control }) => control)]),
);

test("a requirement fails when anything fails, and passes only when nothing is unknown", () => {
  const { requirements } = scorecardOf(STANDARD, { answers, prevalence: PREVALENCE });
  expect(requirements.map(({ id, status }) => [id, status])).toEqual([
    ["1.1", "pass"],
    ["1.10", "fail"],
    ["2", "unknown"],
    ["3", "not_applicable"],
    ["4", "pass"],
    ["5", "manual"],
    ["6", "not_covered"],
  ]);
  expect(requirements[1]).toMatchObject({ fail: 3, pass: 6, unknown: 1, not_applicable: 2, excepted: 2 });
  expect(requirements.map(({ note }) => note)).toEqual([
    ...[null, null, null, null],
    "Only a part.",
    "Look.",
    "Look.",
  ]);
});

test("the sum counts each requirement once", () => {
  const { summary } = scorecardOf(STANDARD, { answers, prevalence: PREVALENCE });
  expect(summary).toEqual({
    requirements: 7,
    decided: 4,
    pass: 2,
    pass_in_part: 1,
    fail: 1,
    unknown: 1,
    not_applicable: 1,
    manual: 1,
    not_covered: 1,
  });
  const { decided, unknown, manual, not_covered, requirements } = summary;
  expect(decided + unknown + manual + not_covered).toBe(requirements);
});

test("narrowed, only what is judged whole is there", () => {
  const only = new Set(["passing", "failing"]);
  const { requirements, summary } = scorecardOf(STANDARD, { answers, prevalence: PREVALENCE, only });
  expect(requirements.map(({ id }) => id)).toEqual(["1.1", "1.10", "4"]);
  expect(summary.requirements).toBe(3);
});
