import { plainText } from "./text.js";

/** Colours a cell after it was padded, so that widths stay right. */
type CellPaint = (padded: string) => string;

export interface GridColumn {
  readonly title: string;
  readonly align?: "left" | "right";
  readonly paint?: CellPaint;
}

/** A column of numbers. */
export function number(title: string, paint?: CellPaint): GridColumn {
  return { title, align: "right", ...(paint !== undefined && { paint }) };
}

export function numbers(...titles: readonly string[]): GridColumn[] {
  return titles.map((title) => number(title));
}

/** Rows in columns as wide as their widest cell; cells and titles are disarmed. A column of text may be a title only. */
export function grid(titled: readonly (string | GridColumn)[], rows: readonly (readonly string[])[]): string {
  const columns = titled
    .map((one): GridColumn => (typeof one === "string" ? { title: one } : one))
    .map((column) => ({ ...column, title: plainText(column.title) }));
  const cells = rows.map((row) => columns.map((_, index) => plainText(row[index] ?? "")));
  const widths = columns.map(({ title }, index) =>
    Math.max(title.length, ...cells.map((row) => row[index]?.length ?? 0)),
  );
  const line = (row: readonly string[], painted: boolean) =>
    columns
      .map(({ align, paint }, index) => {
        const width = widths[index] ?? 0;
        const cell = row[index] ?? "";
        const padded = align === "right" ? cell.padStart(width) : cell.padEnd(width);
        return painted && paint !== undefined ? paint(padded) : padded;
      })
      .join("  ")
      .trimEnd();
  const titles = columns.map(({ title }) => title);
  return [line(titles, false), ...cells.map((row) => line(row, true))].join("\n");
}
