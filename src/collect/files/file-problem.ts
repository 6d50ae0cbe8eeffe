/** A file that is not read, because of what it is or how large: its message says why, `fix` what to do. */
export class FileProblem extends Error {
  constructor(
    message: string,
    readonly fix: string,
  ) {
    super(message);
  }
}
