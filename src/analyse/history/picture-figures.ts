import { pictureSql } from "../../assess/picture-sql.js";
import { addFigures, type FiguresByAccount, type SubjectFigures } from "../subject-figures.js";
import type { History } from "./open-history.js";
import { seriesOf } from "./series.js";

/** The figures of the picture at each snapshot of a history: of every account those of the snapshot that it is shown from. */
export async function pictureFigures(
  { engine }: Pick<History, "engine">,
  bySnapshot: readonly FiguresByAccount[],
): Promise<(readonly SubjectFigures[])[]> {
  const tables = { read: "read_h", gone: "gone_h" };
  const figures: (readonly SubjectFigures[])[] = [];
  for (const upTo of bySnapshot.keys()) {
    const rows = await engine.all(pictureSql(seriesOf, tables, upTo));
    const shown = rows.flatMap(({ account_id: account, place, gone }) =>
      gone === true ? [] : [bySnapshot[Number(place)]?.get(String(account)) ?? []],
    );
    figures.push(addFigures(shown));
  }
  return figures;
}
