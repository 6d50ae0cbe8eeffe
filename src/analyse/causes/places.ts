import type { Engine } from "../../engine/engine.js";
import { RANK } from "../../model/status.js";
import type { TraitKind } from "../../model/trait-kinds.js";
import type { NumberedCandidates } from "./candidate-numbers.js";
import { carriesSql } from "./carried-table.js";
import type { Choice } from "./choose.js";
import type { SubjectTable } from "./subject-table.js";
import { SHARED_TABLES } from "./work-tables.js";

/** Where the failing carriers of a cause are. */
export interface Places {
  readonly accounts: number;
  /** Most failing carriers first. */
  readonly top: readonly { readonly account_id: string; readonly fail: number }[];
  /** Of "made in a burst": in how many of them. */
  readonly bursts: number | null;
}

const TOP = 5;
const ALL_BURSTS: ReadonlyMap<TraitKind, string> = new Map([
  ["in_burst", SHARED_TABLES.bursts],
  ["in_key_burst", SHARED_TABLES.keyBursts],
]);

/** Where the failing carriers of each choice are; `chosen` has the choices of each control. */
export async function readPlaces(
  engine: Engine,
  table: SubjectTable,
  { numbers }: NumberedCandidates,
  chosen: readonly (readonly Choice[])[],
): Promise<Map<Choice, Places>> {
  const choices = chosen.flatMap((own, control) => own.map((choice) => ({ choice, control })));
  if (choices.length === 0) return new Map();
  const selects = choices.map(({ choice: { kind, values }, control }, index) => {
    const own = values.map(({ value }) => numbers.get(kind)?.get(value) ?? 0);
    return (
      `SELECT ${index} AS choice, account_id, count(*) AS fail FROM ${table.names.carried}` +
      ` WHERE r${control} = ${RANK.fail} AND ${carriesSql(kind, own)} GROUP BY account_id`
    );
  });
  const rows = await engine.all(
    "SELECT * FROM (SELECT choice, account_id, fail, count(*) OVER (PARTITION BY choice) AS accounts," +
      ` row_number() OVER (PARTITION BY choice ORDER BY fail DESC, account_id) AS place FROM (${selects.join(" UNION ALL ")}) x) y` +
      ` WHERE place <= ${TOP} ORDER BY choice, place`,
  );
  const places = new Map<Choice, Places>();
  for (const [index, { choice, control }] of choices.entries()) {
    const own = rows.filter((row) => row.choice === index);
    places.set(choice, {
      accounts: Number(own[0]?.accounts ?? 0),
      top: own.map((row) => ({ account_id: String(row.account_id), fail: Number(row.fail) })),
      bursts: await burstCount(engine, table, control, choice),
    });
  }
  return places;
}

async function burstCount(
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
