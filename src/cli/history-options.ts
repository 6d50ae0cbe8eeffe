import { snapshotIds } from "../lake/list.js";
import { parseAuditTime } from "../model/time.js";
import { UserError } from "../model/user-error.js";
import { quoted } from "../report/text.js";
import { badOption } from "./bad-option.js";
import { judgeOptions, lakeOptions } from "./shared-options.js";

/** Options that all commands over several snapshots share. */
export const historyOptions = {
  ...lakeOptions,
  ...judgeOptions,
  account: { flags: "--account <id>", doc: "only this account; may be repeated", kind: "list" },
  since: {
    flags: "--since <date>",
    doc: "leave out snapshots from before this day (default: all snapshots)",
    kind: "text",
  },
} as const;

/** The ids of a lake's snapshots from a day on, oldest first. Throws `UserError` when there is none. */
export async function idsSince(lake: string, since: string | undefined): Promise<string[]> {
  const ids = await snapshotIds(lake);
  if (since === undefined) return ids;
  const from = dateOption("--since", since);
  const later = ids.filter((id) => timeOf(id) >= from);
  if (later.length > 0 || ids.length === 0) return later;
  throw new UserError({
    code: "no_snapshot",
    what: `The lake ${lake} holds no snapshot from ${since} on.`,
    fix: `The newest is ${ids.at(-1)}.`,
  });
}

/** A day or time that an option gives, in epoch seconds. Throws `UserError`. */
export function dateOption(option: string, value: string): number {
  try {
    return parseAuditTime(value);
  } catch {
    throw badOption(
      `${option} ${quoted(value)} is not a date.`,
      "Write it as 2026-11-23 or 2026-11-23T00:00:00Z.",
    );
  }
}

/** The audit time that an id begins with: `20210124T000000Z-67c953`. */
export function timeOf(id: string): number {
  return parseAuditTime(
    id.slice(0, 16).replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z"),
  );
}
