import { plainText } from "./text.js";
import { padEnd, padStart, textWidth } from "./text-width.js";
import { wrapLines } from "./wrap.js";

/** Colours a cell after it was padded, so that widths stay right. */
type CellPaint = (padded: string) => string;

export interface GridColumn {
  readonly title: string;
  readonly align?: "left" | "right";
  readonly paint?: CellPaint;
  /** Its text may take several lines where the terminal is too narrow. */
  readonly wrap?: boolean;
  /** It is left out where the terminal is too narrow, those with the highest number first. */
  readonly spare?: number;
}

/** A column of numbers. */
export function number(title: string, paint?: CellPaint): GridColumn {
  return { title, align: "right", ...(paint !== undefined && { paint }) };
}

export function numbers(...titles: readonly string[]): GridColumn[] {
  return titles.map((title) => number(title));
}

/** A column of text that may take several lines. */
export function wrapped(title: string, paint?: CellPaint): GridColumn {
  return { title, wrap: true, ...(paint !== undefined && { paint }) };
}

/** Text that may be broken is never narrower, as long as another column can be left out. */
const COMFORT = 24;
/** And never narrower at all. */
const NARROWEST = 8;
const GAP = "  ";

interface Laid {
  readonly column: GridColumn;
  readonly cells: readonly string[];
  /** Columns of the terminal. */
  readonly width: number;
}

/**
 * Rows in columns as wide as their widest cell; cells and titles are disarmed. A column of text may be a title only. Where that
 * takes more than `width`, spare columns go first, and then the text of columns that may be broken takes more lines. Where no column
 * has a title there is no line of titles.
 */
export function grid(
  titled: readonly (string | GridColumn)[],
  rows: readonly (readonly string[])[],
  width = Number.POSITIVE_INFINITY,
): string {
  const laid = fitted(
    titled.map((one, index) => natural(one, index, rows)),
    width,
  );
  const titles = laid.map(({ column }) => column.title);
  const lines = rows.flatMap((_, row) => {
    const cells = laid.map(({ cells }) => cells[row] ?? "");
    return rowLines(laid, cells).map((line) => lineText(laid, line, true));
  });
  const head = titles.some((title) => title !== "") ? [lineText(laid, titles, false)] : [];
  return [...head, ...lines].join("\n");
}

function natural(titled: string | GridColumn, index: number, rows: readonly (readonly string[])[]): Laid {
  const column = typeof titled === "string" ? { title: titled } : titled;
  const title = plainText(column.title);
  const cells = rows.map((row) => plainText(row[index] ?? ""));
  const width = cells.reduce((most, cell) => Math.max(most, textWidth(cell)), textWidth(title));
  return { column: { ...column, title }, cells, width };
}

/** The columns that are shown, as wide as they are shown. */
function fitted(all: readonly Laid[], width: number): readonly Laid[] {
  let laid = all;
  while (total(laid, COMFORT) > width) {
    const spare = laid.reduce<Laid | undefined>((most, one) => {
      if (one.column.spare === undefined) return most;
      return most === undefined || one.column.spare > (most.column.spare ?? 0) ? one : most;
    }, undefined);
    if (spare === undefined) break;
    laid = laid.filter((one) => one !== spare);
  }
  return narrowed(laid, width);
}

/** Columns of the terminal that a row takes, where text that may be broken takes at most so many. */
function total(laid: readonly Laid[], most = Number.POSITIVE_INFINITY): number {
  return laid.reduce((sum, one) => sum + capped(one, most), GAP.length * (laid.length - 1));
}

/** The width of a column whose text takes at most so many, if it may be broken; titles are not broken. */
function capped({ column, width }: Laid, most: number): number {
  return column.wrap ? Math.min(width, Math.max(most, textWidth(column.title))) : width;
}

/** What is too wide is taken from the widest of the columns that may be broken. */
function narrowed(laid: readonly Laid[], width: number): readonly Laid[] {
  if (total(laid) <= width) return laid;
  let [low, high] = [NARROWEST, Math.max(...laid.map((one) => one.width), NARROWEST)];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (total(laid, middle) <= width) low = middle;
    else high = middle - 1;
  }
  let left = width - total(laid, low);
  return laid.map((one) => {
    const own = capped(one, low);
    const more = Math.max(0, Math.min(left, one.width - own));
    left -= more;
    return { ...one, width: own + more };
  });
}

/** A row of cells as lines of cells. */
function rowLines(laid: readonly Laid[], cells: readonly string[]): string[][] {
  const broken = cells.map((cell, index) => {
    const { column, width } = laid[index] ?? { column: { title: "" }, width: 0 };
    return column.wrap && textWidth(cell) > width ? wrapLines(cell, width) : [cell];
  });
  const height = Math.max(1, ...broken.map((lines) => lines.length));
  return Array.from({ length: height }, (_, line) => broken.map((lines) => lines[line] ?? ""));
}

function lineText(laid: readonly Laid[], cells: readonly string[], painted: boolean): string {
  const texts = laid.map(({ column, width }, index) => {
    const cell = cells[index] ?? "";
    const padded = column.align === "right" ? padStart(cell, width) : padEnd(cell, width);
    return painted && column.paint !== undefined ? column.paint(padded) : padded;
  });
  return texts.join(GAP).trimEnd();
}
