import type { Engine, SqlRow } from "../../engine/engine.js";
import { RANK } from "../../model/status.js";
import type { TraitKind } from "../../model/trait-kinds.js";
import type { NumberedCandidates } from "./candidate-numbers.js";
import { numbersColumn } from "./carried-table.js";
import { isExclusive } from "./kinds.js";
import type { Candidate } from "./screen.js";
import type { SubjectTable } from "./subject-table.js";

/** Subjects that carry the same of a control's candidates. */
export interface Pattern {
  /** The candidates they carry. */
  readonly carried: ReadonlySet<Candidate>;
  readonly failing: number;
  readonly passing: number;
  readonly unknown: number;
}

/** Who carries which candidates together, by index of the control: what counts of single traits cannot tell. */
export async function readPatterns(
  engine: Engine,
  { names }: SubjectTable,
  { candidates, numbers }: NumberedCandidates,
): Promise<Map<number, Pattern[]>> {
  const kinds = [...numbers.keys()];
  const controls = [...new Set(candidates.map(({ control }) => control))].sort((a, b) => a - b);
  const selects = controls.map((control) => {
    const own = candidates.filter((one) => one.control === control);
    const columns = kinds.map((kind) => ownNumbers(kind, own, numbers));
    const count = (rank: number) => `sum(CASE WHEN r${control} = ${rank} THEN 1 ELSE 0 END)`;
    const counts = `${count(RANK.fail)} AS failing, ${count(RANK.pass)} AS passing, ${count(RANK.unknown)} AS unknown`;
    return (
      `SELECT ${[`${control} AS control`, ...columns, counts].join(", ")} FROM ${names.carried}` +
      ` WHERE r${control} > ${RANK.not_applicable} GROUP BY ${columns.map((_, index) => index + 2).join(", ")}`
    );
  });
  const patterns = new Map(controls.map((control) => [control, [] as Pattern[]]));
  const decoders = new Map(
    controls.map((control) => [
      control,
      decoder(
        candidates.filter((one) => one.control === control),
        numbers,
      ),
    ]),
  );
  for (const row of controls.length === 0 ? [] : await engine.all(selects.join(" UNION ALL "))) {
    const control = Number(row.control);
    patterns.get(control)?.push({
      carried: decoders.get(control)?.(row) ?? new Set(),
      failing: Number(row.failing),
      passing: Number(row.passing),
      unknown: Number(row.unknown),
    });
  }
  return patterns;
}

/** The numbers of a control's own candidates: those of others would only make more patterns. */
function ownNumbers(
  kind: TraitKind,
  candidates: readonly Candidate[],
  numbers: NumberedCandidates["numbers"],
): string {
  const column = numbersColumn(kind);
  const own = candidates
    .filter((one) => one.kind === kind)
    .map(({ value }) => numbers.get(kind)?.get(value) ?? 0);
  if (own.length === 0) return `CAST(0 AS BIGINT) AS ${column}`;
  if (!isExclusive(kind)) return `coalesce(${column}, 0) AS ${column}`;
  return `CASE WHEN ${column} IN (${own.join(", ")}) THEN ${column} ELSE 0 END AS ${column}`;
}

/** Gives the candidates that a row's numbers stand for. */
function decoder(
  candidates: readonly Candidate[],
  numbers: NumberedCandidates["numbers"],
): (row: SqlRow) => Set<Candidate> {
  const byKind = new Map<TraitKind, Map<number, Candidate>>();
  for (const candidate of candidates) {
    const own = byKind.get(candidate.kind) ?? new Map<number, Candidate>();
    own.set(numbers.get(candidate.kind)?.get(candidate.value) ?? 0, candidate);
    byKind.set(candidate.kind, own);
  }
  return (row) => {
    const carried = new Set<Candidate>();
    for (const [kind, own] of byKind) {
      const value = Number(row[numbersColumn(kind)]);
      if (!isExclusive(kind)) {
        for (const [bit, one] of own) if (Math.floor(value / bit) % 2 === 1) carried.add(one);
      } else {
        const one = own.get(value);
        if (one !== undefined) carried.add(one);
      }
    }
    return carried;
  };
}
