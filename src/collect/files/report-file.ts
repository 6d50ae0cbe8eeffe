/** A credential report on disk, ready to be read as CSV. */
export interface ReportFile {
  /** The CSV itself; for JSON reports and other encodings a decoded copy in the stage. */
  readonly path: string;
  /** What messages call it: the file the person named. */
  readonly name: string;
  /** Column names of its first line. */
  readonly header: readonly string[];
  readonly bytes: number;
  /** GeneratedTime, where the file tells it: epoch seconds. */
  readonly generatedAt?: number;
  /** Lines of the original before this file's first data line, less one: for parts recovered from a broken file. */
  readonly lineOffset: number;
  /** The account of the folder it lies in: for rows that do not say it themselves. */
  readonly folderAccount?: string;
}
