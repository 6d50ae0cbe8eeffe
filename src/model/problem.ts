/** Something in the input that could not be read. The rest is still judged; the exit code says so (4). */
export interface Problem {
  /** The file as the person named it, and the line where that is known. */
  readonly source: string;
  readonly line?: number;
  /** What was found there. */
  readonly what: string;
  /** What was expected, or what to do. */
  readonly fix: string;
}

/** `file:line: what. fix` */
export function problemText({ source, line, what, fix }: Problem): string {
  return `${source}${line === undefined ? "" : `:${line}`}: ${what}. ${fix}`;
}
