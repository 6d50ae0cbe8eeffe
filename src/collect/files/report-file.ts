/** A credential report, ready to be read. */
export interface ReportFile {
  /** What messages call it: the file the person named. */
  readonly name: string;
  /** The whole text of a small one; a large one is read from `path`. */
  readonly text?: string;
  /** The CSV on disk. */
  readonly path?: string;
  /** It is larger than any report of one account: many of them were put together. */
  readonly large: boolean;
  /** Column names of its first line. */
  readonly header: readonly string[];
  /** GeneratedTime, where the file tells it: epoch seconds. */
  readonly generatedAt?: number;
  /** The account of the folder it lies in: for rows that do not say it themselves. */
  readonly folderAccount?: string;
}

/** A report and its number in the table of rows. */
export interface NumberedReport {
  readonly file: ReportFile;
  readonly fileNo: number;
}
