import { UserError } from "./user-error.js";

/** What to tell a person whose snapshot went away while it was read. */
export function snapshotPruned(snapshotId: string, cause?: unknown): UserError {
  return new UserError({
    code: "snapshot_pruned",
    what: `The snapshot ${snapshotId} was pruned while this was at work.`,
    fix: "Run the command again, and prune when nothing else is at work on the lake.",
    exitCode: 1,
    ...(cause === undefined ? {} : { cause }),
  });
}
