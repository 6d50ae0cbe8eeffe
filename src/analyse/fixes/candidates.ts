import type { Engine } from "../../engine/engine.js";
import { type FixDeclaration, type Held, HOLDERS } from "./catalogue.js";
import { STATES } from "./states.js";
import { TARGETS } from "./targets.js";

/** Credentials that the same fixes cover, looked at as one: what happens to one of them happens to all. */
export interface Group {
  /** Sum of the risk of its credentials in each state, in hundredths of a point. */
  readonly risk: readonly number[];
  /** How many credentials of each kind of user. */
  readonly credentials: Held;
}

/** An organizational unit: all accounts of an organization below a path. */
export interface Unit {
  readonly orgId: string;
  readonly path: string;
}

/** A fix that could be done, and the groups it covers. */
export interface Candidate {
  /** Unique, and the same as long as the fix is. */
  readonly id: string;
  readonly fix: FixDeclaration;
  /** Its number in the catalogue. */
  readonly number: number;
  readonly unit: Unit | null;
  readonly groups: readonly number[];
}

export interface Candidates {
  readonly groups: readonly Group[];
  readonly candidates: readonly Candidate[];
}

/** Reads which fixes there could be, from the table of targets. */
export async function readCandidates(engine: Engine, fixes: readonly FixDeclaration[]): Promise<Candidates> {
  const perUnit = fixes.flatMap(({ per }, number) => (per === "unit" ? [`fix_${number}`] : []));
  const inUnit = perUnit.length === 0 ? "FALSE" : perUnit.join(" OR ");
  const flags = fixes.map((_, number) => `fix_${number}`);
  const sums = Array.from({ length: STATES }, (_, state) => `sum(r_${state}) AS r_${state}`);
  const counts = HOLDERS.map((one) => `sum(CASE WHEN kind = '${one}' THEN 1 ELSE 0 END) AS n_${one}`);
  const places = ["org_id", "ou_path"].map((name) => `CASE WHEN ${inUnit} THEN ${name} END`);
  const keys = [...flags, ...places].map((_, index) => index + 1).join(", ");
  const rows = await engine.all(
    `SELECT ${[...flags, ...places.map((sql, index) => `${sql} AS place_${index}`), ...sums, ...counts].join(", ")} FROM ${TARGETS}` +
      ` WHERE ${flags.join(" OR ")} GROUP BY ${keys} ORDER BY ${keys}`,
  );
  const covered = new Map<
    string,
    { fix: FixDeclaration; number: number; unit: Unit | null; groups: number[] }
  >();
  const cover = (number: number, unit: Unit | null, group: number) => {
    const fix = fixes[number];
    if (fix === undefined) return;
    const id = unit === null ? fix.id : `${fix.id}:${unit.orgId}:${unit.path}`;
    const known = covered.get(id) ?? { fix, number, unit, groups: [] };
    covered.set(id, known);
    known.groups.push(group);
  };
  const groups = rows.map((row, group): Group => {
    for (const [number, { per }] of fixes.entries()) {
      if (row[`fix_${number}`] !== true) continue;
      if (per === "all") cover(number, null, group);
      else for (const unit of unitsAbove(row.place_0, row.place_1)) cover(number, unit, group);
    }
    return {
      risk: Array.from({ length: STATES }, (_, state) => Number(row[`r_${state}`])),
      credentials: Object.fromEntries(
        HOLDERS.map((one) => [one, Number(row[`n_${one}`])]),
      ) as Group["credentials"],
    };
  });
  return { groups, candidates: withoutWider([...covered].map(([id, one]) => ({ id, ...one }))) };
}

/** `/Workloads/Prod` lies in `/Workloads/Prod`, in `/Workloads` and in the root, `/`. */
function unitsAbove(orgId: unknown, path: unknown): Unit[] {
  if (typeof orgId !== "string" || typeof path !== "string") return [];
  const names = path.split("/").filter((name) => name !== "");
  return Array.from({ length: names.length + 1 }, (_, depth) => ({
    orgId,
    path: `/${names.slice(0, depth).join("/")}`,
  }));
}

/** Of units with the same users only the innermost: a guardrail should reach no further than it must. */
function withoutWider(candidates: readonly Candidate[]): Candidate[] {
  const innermost = new Map<string, Candidate>();
  for (const one of candidates) {
    const key = `${one.unit === null ? one.id : `${one.number}:${one.unit.orgId}`}:${one.groups.join(",")}`;
    const known = innermost.get(key);
    if (known === undefined || (one.unit?.path.length ?? 0) > (known.unit?.path.length ?? 0)) {
      innermost.set(key, one);
    }
  }
  return [...innermost.values()];
}
