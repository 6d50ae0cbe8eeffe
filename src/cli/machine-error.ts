import { UserError } from "../model/user-error.js";

interface Meaning {
  readonly code: string;
  readonly what: string;
  readonly fix: string;
}

const TOO_MANY_FILES: Meaning = {
  code: "too_many_files",
  what: "No more files may be opened.",
  fix: "Raise the limit of open files: `ulimit -n 1024` before the command.",
};
const DISK_FULL: Meaning = {
  code: "disk_full",
  what: "A file could not be written.",
  fix: "Free disk space (or raise the file size limit), or name another place.",
};
const NOT_ALLOWED: Meaning = {
  code: "not_allowed",
  what: "A file or folder could not be used.",
  fix: "Check who owns it and its folder, and whether the disk is read-only; or name another place.",
};

/** What the operating system refuses, whatever the program does. */
const MEANINGS: Readonly<Record<string, Meaning>> = {
  EMFILE: TOO_MANY_FILES,
  ENFILE: TOO_MANY_FILES,
  ENOSPC: DISK_FULL,
  EDQUOT: DISK_FULL,
  EFBIG: DISK_FULL,
  EACCES: NOT_ALLOWED,
  EPERM: NOT_ALLOWED,
  EROFS: NOT_ALLOWED,
  EIO: { code: "disk_fault", what: "A disk could not be read or written.", fix: "Check the disk." },
  // Node says this of a package that is there, too, when it may open no more files.
  ERR_MODULE_NOT_FOUND: {
    code: "incomplete_installation",
    what: "A part of iamspect could not be loaded.",
    fix: "Install iamspect again; or, where `ulimit -n` says less than 256, raise that limit.",
  },
};

/** An error that is the machine's and not a bug, as one that tells a person what to do; undefined: another error. */
export function machineError(error: unknown): UserError | undefined {
  if (!(error instanceof Error && "code" in error)) return undefined;
  const code = String(error.code);
  const meaning = Object.hasOwn(MEANINGS, code) ? MEANINGS[code] : undefined;
  return meaning && new UserError({ ...meaning, why: error.message, exitCode: 1, cause: error });
}
