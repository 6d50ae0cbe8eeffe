import pc from "picocolors";
import type { AuditResult } from "../../model/results/audit.js";
import type { ResultKind, Results } from "../../model/results/index.js";
import type { OutputRecord, RecordBatches } from "../../model/results/record.js";
import { render } from "./index.js";

/** Without colours. */
export const PLAIN = { paint: pc.createColors(false), width: 200 };

/** The pieces that a format gives of a result. */
export async function piecesOf<Kind extends ResultKind>(
  format: string,
  kind: Kind,
  result: Results[Kind],
  width = PLAIN.width,
) {
  const pieces: string[] = [];
  for await (const piece of render(kind, result, format, { ...PLAIN, width })) pieces.push(piece);
  return pieces;
}

/** All text that a format gives of a result. */
export async function rendered<Kind extends ResultKind>(
  format: string,
  kind: Kind,
  result: Results[Kind],
  width = PLAIN.width,
) {
  return (await piecesOf(format, kind, result, width)).join("");
}

/** Rows as they come from a query. */
export async function* batches(...all: readonly OutputRecord[][]): RecordBatches {
  yield* all;
}

/** Rows that come before a fault. */
export async function* broken(rows: readonly OutputRecord[]): RecordBatches {
  yield rows;
  throw new Error("the disk is gone");
}

export const RECORDS = [
  { name: "ann", count: 12, tags: { a: 1 }, none: null },
  { name: 'b,"c"\n', count: 3, tags: [], none: null },
];

/** What every audit has beside its figures: here, nothing. */
export const AUDITED = {
  from: "2026-01-01T00:00:00Z",
  scorecard: null,
  judged: { controls: 0, whole: 0, wants: [], left: [] },
  changes: null,
  first: {
    best: {
      fixes: [],
      total_risk: 0,
      users: 0,
      rest: { fixes: 0, credentials: 0, emergencies: 0, hours: 0 },
    },
    command: "iamspect fix-first",
    around: [],
  },
  settings: [],
  again: "",
} satisfies Partial<AuditResult>;
