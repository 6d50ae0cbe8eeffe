import { snapshotPruned } from "../../model/snapshot-pruned.js";
import { UserError } from "../../model/user-error.js";

interface Fault {
  readonly says: RegExp;
  readonly code: string;
  readonly what: string;
  readonly fix?: string;
}

const FAULTS: readonly Fault[] = [
  {
    says: /No space left|File too large|Could not write|disk full/i,
    code: "disk_full",
    what: "A file could not be written.",
    fix: "Free disk space (or raise the file size limit), or name another place with --lake DIR.",
  },
  {
    says: /Too many open files/i,
    code: "too_many_files",
    what: "No more files may be opened.",
    fix: "Raise the limit of open files: `ulimit -n 1024` before the command.",
  },
  {
    says: /Permission denied|Read-only file system/i,
    code: "not_writable",
    what: "A file could not be opened.",
    fix: "Check who owns the folder, or name another place with --lake DIR.",
  },
  {
    says: /Failed to read file|Invalid Error: Out of buffer|in Parquet file/,
    code: "corrupt_file",
    what: "A file of the lake is not whole.",
    fix: "`iamspect snapshots verify` names all such files. Audit again: a snapshot can always be made anew from its sources.",
  },
  {
    says: /Out of Memory/i,
    code: "out_of_memory",
    what: "The query needs more memory than it may use.",
  },
];

/**
 * A file of a snapshot that went away: before it was opened, or between a look at it and opening it. Behind a fence the engine
 * takes its name for a folder's, which it may not open.
 */
const GONE =
  /(?:No files found that match the pattern "|Cannot open file "(?=[^"]*": No such file)|Cannot access file "(?=[^"]*\.parquet\/\*\*))[^"]*snapshot_id=([^/"]+)/;

/** Faults of the machine (disk full, no permission, memory, a file that went away) are the user's to solve; undefined: another error. */
export function machineFault(error: unknown): UserError | undefined {
  const message = error instanceof Error ? error.message : String(error);
  const [, pruned] = GONE.exec(message) ?? [];
  if (pruned !== undefined) return snapshotPruned(pruned, error);
  const fault = FAULTS.find(({ says }) => says.test(message));
  if (fault === undefined) return undefined;
  const { says: _, ...text } = fault;
  return new UserError({ ...text, why: message.split("\n", 1)[0] ?? message, exitCode: 1, cause: error });
}
