import type { Engine, SqlRow } from "../../engine/engine.js";
import { RANK } from "../../model/status.js";
import type { TraitKind } from "../../model/trait-kinds.js";
import type { Spread } from "./across-accounts.js";
import type { NumberedCandidates } from "./candidate-numbers.js";
import { carriesSql } from "./carried-table.js";
import type { Choice } from "./choose.js";
import type { Population } from "./population.js";
import type { SubjectTable } from "./subject-table.js";
import { SHARED_TABLES } from "./work-tables.js";

/** Where the failing carriers of a cause are. */
export interface Places {
  readonly accounts: number;
  /** Most failing carriers first. */
  readonly top: readonly { readonly account_id: string; readonly fail: number }[];
  readonly spread: Spread;
}

/** A choice, the index of the control that it is of, and whom that control judges. */
export interface Placed {
  readonly choice: Choice;
  readonly control: number;
  readonly population: Population;
}

const TOP = 5;

/** Where the carriers of each choice are. */
export async function readPlaces(
  engine: Engine,
  table: SubjectTable,
  numbered: NumberedCandidates,
  placed: readonly Placed[],
): Promise<Map<Choice, Places>> {
  if (placed.length === 0) return new Map();
  const selects = placed.map((one, index) => accountsSql(table, numbered, one, index));
  const sums = ["expected", "variance", "score", "squares"];
  const rows = await engine.all(
    `SELECT * FROM (SELECT choice, account_id, failing, ${sums.map((name) => `sum(${name}) OVER all_of_it AS ${name}`).join(", ")},` +
      " sum(CASE WHEN failing > 0 THEN 1 ELSE 0 END) OVER all_of_it AS accounts," +
      " row_number() OVER (PARTITION BY choice ORDER BY failing DESC, account_id) AS place" +
      ` FROM (${selects.join(" UNION ALL ")}) x WINDOW all_of_it AS (PARTITION BY choice)) y` +
      ` WHERE place <= ${TOP} ORDER BY choice, place`,
  );
  return new Map(
    placed.map(({ choice }, index) => [
      choice,
      toPlaces(
        choice,
        rows.filter((row) => row.choice === index),
      ),
    ]),
  );
}

function toPlaces({ all }: Choice, rows: readonly SqlRow[]): Places {
  const sum = (name: string) => Number(rows[0]?.[name] ?? 0);
  return {
    accounts: sum("accounts"),
    top: rows
      .map((row) => ({ account_id: String(row.account_id), fail: Number(row.failing) }))
      .filter(({ fail }) => fail > 0),
    spread: {
      failing: all.failing,
      expected: sum("expected"),
      variance: sum("variance"),
      score: sum("score"),
      squares: sum("squares"),
    },
  };
}

/** A row an account: its carriers and its subjects, those that fail, and its part in the sums of `Spread`. */
function accountsSql(
  { names }: SubjectTable,
  { numbers }: NumberedCandidates,
  { choice: { kind, values, all }, control, population }: Placed,
  index: number,
): string {
  const own = values.map(({ value }) => numbers.get(kind)?.get(value) ?? 0);
  const carries = carriesSql(kind, own);
  const fails = `r${control} = ${RANK.fail}`;
  const count = (condition: string) => `CAST(sum(CASE WHEN ${condition} THEN 1 ELSE 0 END) AS DOUBLE)`;
  const [rate, part] = [population.failing / population.judged, all.carriers / population.judged];
  const score = `((failing - ${rate} * carriers) - ${part} * (fail - ${rate} * judged))`;
  const spread = "carriers * (judged - carriers) * fail * (judged - fail)";
  return (
    `SELECT ${index} AS choice, account_id, failing, carriers * fail / judged AS expected,` +
    ` CASE WHEN judged > 1 THEN ${spread} / (judged * judged * (judged - 1)) ELSE 0 END AS variance,` +
    ` ${score} AS score, ${score} * ${score} AS squares FROM (` +
    `SELECT account_id, ${count(carries)} AS carriers, ${count(`${carries} AND ${fails}`)} AS failing,` +
    ` CAST(count(*) AS DOUBLE) AS judged, ${count(fails)} AS fail FROM ${names.carried}` +
    ` WHERE r${control} IN (${RANK.pass}, ${RANK.fail}) GROUP BY account_id) t${index}`
  );
}

const ALL_BURSTS: ReadonlyMap<TraitKind, string> = new Map([
  ["in_burst", SHARED_TABLES.bursts],
  ["in_key_burst", SHARED_TABLES.keyBursts],
]);

/** In how many bursts the failing carriers of a choice were made; null of what is no burst. */
export async function countBursts(
  engine: Engine,
  { names }: SubjectTable,
  control: number,
  { kind, values }: Choice,
): Promise<number | null> {
  if (kind === "burst" || kind === "key_burst") return values.length;
  const bursts = ALL_BURSTS.get(kind);
  if (bursts === undefined) return null;
  const [{ n = 0 } = {}] = await engine.all(
    `SELECT count(DISTINCT t.burst) AS n FROM ${bursts} t JOIN ${names.subjects} s ON s.subject = t.subject` +
      ` WHERE s.r${control} = ${RANK.fail}`,
  );
  return Number(n);
}
