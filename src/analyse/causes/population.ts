import type { Engine } from "../../engine/engine.js";
import { RANK } from "../../model/status.js";
import type { SubjectTable } from "./subject-table.js";

/** The subjects that a control judges: those that fail, those that pass or fail; and those of which it is not known. */
export interface Population {
  readonly failing: number;
  readonly judged: number;
  readonly unknown: number;
}

/** The populations of the controls of a table, in their order. */
export async function readPopulations(
  engine: Engine,
  { controls, names }: SubjectTable,
): Promise<Population[]> {
  const count = (index: number, rank: number) => `sum(CASE WHEN r${index} = ${rank} THEN 1 ELSE 0 END)`;
  const columns = controls.flatMap((_, index) => [
    `${count(index, RANK.fail)} AS fail${index}`,
    `${count(index, RANK.pass)} AS pass${index}`,
    `${count(index, RANK.unknown)} AS unknown${index}`,
  ]);
  const [row = {}] = await engine.all(`SELECT ${columns.join(", ")} FROM ${names.subjects}`);
  return controls.map((_, index) => {
    const [failing, passing, unknown] = ["fail", "pass", "unknown"].map((name) =>
      Number(row[`${name}${index}`]),
    );
    return { failing: failing ?? 0, judged: (failing ?? 0) + (passing ?? 0), unknown: unknown ?? 0 };
  });
}
