import type { Engine } from "../engine/engine.js";
import { ACCOUNT_ID } from "../model/arn.js";
import { formatDate } from "../model/time.js";
import { glob, matches } from "../policy/glob.js";
import { arnParts } from "./arn-pattern.js";
import { type ExceptionFacts, type ExceptionProblem, problemsOf } from "./exception-problems.js";
import { controlsOf, type Exception } from "./exception-schema.js";
import type { Place } from "./exception-scope.js";
import type { Judged } from "./judged.js";
import type { ExceptionEntry } from "./read-exceptions.js";
import { daysUntil, validityAt } from "./validity.js";
import type { WrittenRules } from "./write-rules.js";

/** One exception over one snapshot. */
export interface ExceptionState extends ExceptionFacts {
  /** File and line, for messages. */
  readonly place: string;
  /** Findings for which it counts: it is valid, and no other exception comes before it. */
  readonly covers: number;
  readonly problems: readonly ExceptionProblem[];
}

/** What each exception does over the snapshot, from the tables that `layExceptions` has filled. */
export async function exceptionStates(
  engine: Engine,
  entries: readonly ExceptionEntry[],
  places: readonly Place[],
  rules: WrittenRules,
  { asOf, knownControls }: Pick<Judged, "asOf" | "knownControls">,
): Promise<ExceptionState[]> {
  const counts = await countAll(engine);
  const accounts = await accountsOf(engine, places);
  const overlaps = await overlapsOf(engine, entries);
  return entries.map(({ exception, place }, n) => {
    const overlap = overlaps.get(n);
    const named = accounts(exception.subject);
    const facts: ExceptionFacts = {
      exception,
      validity: validityAt(exception, asOf),
      daysLeft: daysUntil(exception.expires, asOf),
      daysToGo: daysUntil(exception.created ?? formatDate(asOf), asOf),
      controls: rules.controls[n] ?? [],
      strangeControls: strangeControls(exception, knownControls),
      subjects: counts.subjects.get(n) ?? 0,
      allSubjects: counts.allSubjects,
      findings: counts.findings.get(n) ?? 0,
      unknown: counts.unknown.get(n) ?? 0,
      uncovered: counts.uncovered.get(n) ?? 0,
      ...(named !== undefined && { accounts: named }),
      ...(overlap !== undefined && { overlap }),
    };
    return { ...facts, place, covers: counts.covers.get(n) ?? 0, problems: problemsOf(facts) };
  });
}

async function countAll(engine: Engine) {
  const cover = (status: string) =>
    `SELECT n AS k, count(*) AS c FROM exception_cover WHERE status = '${status}' GROUP BY 1`;
  const [all] = await engine.all("SELECT count(*) AS c FROM exception_subjects");
  return {
    allSubjects: Number(all?.c ?? 0),
    subjects: await countsBy(engine, "SELECT n AS k, count(*) AS c FROM exception_matches GROUP BY 1"),
    findings: await countsBy(engine, cover("fail")),
    unknown: await countsBy(engine, cover("unknown")),
    uncovered: await countsBy(
      engine,
      "SELECT c.n AS k, count(*) AS c FROM exception_cover c LEFT JOIN excepted x ON x.finding_id = c.finding_id" +
        " WHERE c.status = 'fail' AND x.n IS NULL GROUP BY 1",
    ),
    covers: await countsBy(engine, "SELECT n AS k, count(*) AS c FROM excepted GROUP BY 1"),
  };
}

/** Rows of a number `k` and a count `c`. */
async function countsBy(engine: Engine, sql: string): Promise<Map<number, number>> {
  return new Map((await engine.all(sql)).map(({ k, c }) => [Number(k), Number(c)]));
}

/** Of each exception that is not the one to count for all of its findings: for how many, and which one counts. */
async function overlapsOf(engine: Engine, entries: readonly ExceptionEntry[]) {
  const rows = await engine.all(
    "SELECT c.n, count(*) AS findings, min(w.n) AS by_n, count(DISTINCT w.n) AS winners FROM exception_cover c" +
      " JOIN excepted w ON w.finding_id = c.finding_id WHERE c.status = 'fail' AND c.valid AND c.n > w.n GROUP BY 1",
  );
  const overlaps = new Map<number, NonNullable<ExceptionFacts["overlap"]>>();
  for (const row of rows) {
    const by = entries[Number(row.by_n)];
    if (by === undefined) continue;
    const others = Number(row.winners) - 1;
    overlaps.set(Number(row.n), { findings: Number(row.findings), by: by.exception, others });
  }
  return overlaps;
}

/** What is known of the accounts that an exception names; undefined: it names none, and may be for any. */
async function accountsOf(engine: Engine, places: readonly Place[]) {
  const rows = await engine.all("SELECT account_id FROM accounts");
  const there = new Set(rows.map(({ account_id: id }) => String(id)));
  const known = new Set(places.map(({ accountId }) => accountId));
  return (subject: Exception["subject"]): ExceptionFacts["accounts"] => {
    const named = namedAccounts(subject);
    if (named.length === 0) return undefined;
    const among = (all: ReadonlySet<string>) => named.filter((id) => all.has(id)).length;
    return { named, there: among(there), known: among(known) };
  };
}

function namedAccounts({ arn, pattern, accounts }: Exception["subject"]): readonly string[] {
  if (accounts !== undefined) return accounts;
  const account = arnParts(arn ?? pattern ?? "")?.head.split(":")[4] ?? "";
  return ACCOUNT_ID.test(account) ? [account] : [];
}

/** What an exception calls a control and none is called or fits. */
function strangeControls(exception: Exception, known: ReadonlySet<string>): string[] {
  return controlsOf(exception).filter((id) => {
    if (known.has(id)) return false;
    const pattern = glob(id);
    return ![...known].some((one) => matches(pattern, one));
  });
}
