import { plainText } from "./text.js";

export interface GridColumn {
  readonly title: string;
  readonly align?: "left" | "right";
  /** Colours a cell after it was padded, so that widths stay right. */
  readonly paint?: (padded: string, row: readonly string[]) => string;
}

/** Rows in columns as wide as their widest cell; cells are disarmed. */
export function grid(columns: readonly GridColumn[], rows: readonly (readonly string[])[]): string {
  const cells = rows.map((row) => columns.map((_, index) => plainText(row[index] ?? "")));
  const widths = columns.map(({ title }, index) =>
    Math.max(title.length, ...cells.map((row) => row[index]?.length ?? 0)),
  );
  const line = (row: readonly string[], paint: boolean) =>
    columns
      .map((column, index) => {
        const width = widths[index] ?? 0;
        const cell = row[index] ?? "";
        const padded = column.align === "right" ? cell.padStart(width) : cell.padEnd(width);
        return paint && column.paint !== undefined ? column.paint(padded, row) : padded;
      })
      .join("  ")
      .trimEnd();
  return [
    line(
      columns.map(({ title }) => title),
      false,
    ),
    ...cells.map((row) => line(row, true)),
  ].join("\n");
}
