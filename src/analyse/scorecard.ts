import type { Requirement, Standard } from "../model/framework.js";
import type { AuditedPrevalence } from "../model/results/audit.js";
import {
  REQUIREMENT_STATUSES,
  type RequirementStatus,
  type Scorecard,
  type ScorecardSummary,
  type ScoredRequirement,
} from "../model/results/scorecard.js";

/** What the scorecard of a standard is made of. */
export interface Scored {
  /** Requirement -> ids of the controls by which it is judged. */
  readonly answers: ReadonlyMap<string, readonly string[]>;
  readonly prevalence: readonly AuditedPrevalence[];
  /** Only requirements that these controls judge whole; undefined: all. */
  readonly only?: ReadonlySet<string> | undefined;
}

/** The scorecard of a standard: the counts of the controls as they are, by requirement. */
export function scorecardOf(standard: Standard, scored: Scored): Scorecard {
  const { answers, prevalence, only } = scored;
  const figures = new Map(prevalence.map((one) => [one.control_id, one]));
  const requirements = standard.requirements.flatMap((requirement) => {
    const ids = [...new Set(answers.get(requirement.id) ?? [])];
    const left = only !== undefined && (ids.length === 0 || ids.some((id) => !only.has(id)));
    return left ? [] : [scoredRequirement(requirement, ids, figures, standard.partly)];
  });
  const { id, title, note, reference, total } = standard;
  return {
    framework: id,
    title,
    note: note ?? null,
    reference: reference ?? null,
    total: total ?? null,
    summary: summaryOf(requirements),
    requirements,
  };
}

function scoredRequirement(
  { id, section, level, title, coverage, note, reference }: Requirement,
  controls: readonly string[],
  figures: ReadonlyMap<string, AuditedPrevalence>,
  partly: string | undefined,
): ScoredRequirement {
  const found = controls.flatMap((control) => figures.get(control) ?? []);
  const sum = (name: "fail" | "pass" | "unknown" | "not_applicable" | "excepted") =>
    found.reduce((all, one) => all + one[name], 0);
  const counts = {
    fail: sum("fail"),
    pass: sum("pass"),
    unknown: sum("unknown"),
    not_applicable: sum("not_applicable"),
    excepted: sum("excepted"),
  };
  return {
    id,
    section: section ?? null,
    level: level ?? null,
    title,
    coverage,
    status: coverage === "manual" || coverage === "not_covered" ? coverage : statusOf(counts),
    ...counts,
    controls,
    note: note ?? (coverage === "partly" ? (partly ?? null) : null),
    reference: reference ?? null,
  };
}

/** One subject that fails is enough; nothing passes while something is not known. */
function statusOf({
  fail,
  unknown,
  pass,
}: Pick<ScoredRequirement, "fail" | "unknown" | "pass">): RequirementStatus {
  if (fail > 0) return "fail";
  if (unknown > 0) return "unknown";
  return pass > 0 ? "pass" : "not_applicable";
}

function summaryOf(requirements: readonly ScoredRequirement[]): ScorecardSummary {
  const count = (status: RequirementStatus) => requirements.filter((one) => one.status === status).length;
  const [pass = 0, fail = 0, unknown = 0, not_applicable = 0, manual = 0, not_covered = 0] =
    REQUIREMENT_STATUSES.map(count);
  return {
    requirements: requirements.length,
    decided: pass + fail + not_applicable,
    pass,
    pass_in_part: requirements.filter((one) => one.status === "pass" && one.coverage === "partly").length,
    fail,
    unknown,
    not_applicable,
    manual,
    not_covered,
  };
}
