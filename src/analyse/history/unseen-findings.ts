import type { Control } from "../../assess/control.js";
import type { Engine } from "../../engine/engine.js";
import { stringLiteral } from "../../engine/sql.js";
import { type CredentialInColumns, type Entity, listing } from "../../model/entity.js";
import { verdicts } from "../../model/verdict.js";
import { entitiesOf, kindsIn, seriesOf } from "./series.js";
import { unlistedSql } from "./unlisted-accounts.js";

/** Things of which something could not be seen in a snapshot, and the findings that are about it. */
interface Unseen {
  /** A SELECT that is the table `who`, and has a `snapshot`. */
  readonly who: string;
  /** FROM and WHERE of the findings `f` that one of `who`, `w`, is about. */
  readonly findings: string;
  /** A condition: the finding, or what it is about, was seen all the same. What has a verdict in that snapshot was. */
  readonly seen?: string;
}

/**
 * A finding that is no longer there did not go away where nobody could see it. Fills `unseen_findings` (`snapshot`, `id`,
 * `control_id`, `account_id`) with what is unknown though no finding says so: keys of users whose key slots could not be
 * read in that snapshot, credentials of accounts in which nobody listed them, subjects of Regions that were not read, and
 * subjects that are not there while the evidence that lists them is known to be incomplete. Gives their number.
 */
export async function makeUnseenFindings(engine: Engine, controls: readonly Control[]): Promise<number> {
  await engine.run(
    "CREATE OR REPLACE TABLE unseen_findings (snapshot INTEGER, id BIGINT, control_id VARCHAR, account_id VARCHAR)",
  );
  const found = await kindsIn(engine, seriesOf(verdicts));
  const unseen = entitiesOf(controls)
    .map((entity, subjects) => ({ entity, subjects }))
    .filter(({ entity }) => found.has(entity.kind))
    .flatMap(({ entity, subjects }) => [
      ...unreadSlots(entity, controls),
      ...unlistedRows(entity, controls),
      lostSubjects(entity, subjects),
      ...unseenRegions(entity),
    ]);
  for (const { who, findings, seen = "FALSE" } of unseen) {
    await engine.run(`CREATE OR REPLACE TABLE who AS ${who}`);
    if ((await countRows(engine, "who")) === 0) continue;
    await engine.run(
      `INSERT INTO unseen_findings SELECT w.snapshot, f.id, f.control_id, f.account_id ${findings}` +
        ` GROUP BY 1, 2, 3, 4 HAVING max(CASE WHEN f.snapshot = w.snapshot OR ${seen} THEN 1 ELSE 0 END) = 0`,
    );
  }
  return await countRows(engine, "unseen_findings");
}

async function countRows(engine: Engine, table: string): Promise<number> {
  const [row] = await engine.all(`SELECT count(*) AS n FROM ${table}`);
  return Number(row?.n ?? 0);
}

/** Owners of whom a slot could not be read: what was in it may be in the other one, or gone. */
function unreadSlots(entity: Entity, controls: readonly Control[]): Unseen[] {
  const layouts = (entity.credentials?.inColumns ?? []).filter(
    ({ kind, slot }) => slot !== null && isJudged(kind, controls),
  );
  if (layouts.length === 0) return [];
  // A scan for each slot: it is answered by the statistics of the files where all of the slot were read.
  return [
    {
      who: layouts.map((layout) => unreadSql(entity, layout)).join(" UNION "),
      findings:
        "FROM linked_findings f JOIN who w ON w.account_id = f.account_id AND w.arn = f.subject_arn AND w.kind = f.credential",
    },
  ];
}

function unreadSql(entity: Entity, { kind, sql }: CredentialInColumns): string {
  return (
    `SELECT s.snapshot, s.account_id, s.${entity.arn} AS arn, ${stringLiteral(kind)} AS kind FROM ${seriesOf(entity)} s` +
    ` WHERE ${sql("s").columns.active} IS NULL`
  );
}

/** Accounts in which nobody listed the credentials that are rows of their own. */
function unlistedRows({ credentials }: Entity, controls: readonly Control[]): Unseen[] {
  const rows = credentials?.inRows;
  if (rows === undefined) return [];
  return rows.kinds
    .filter((kind) => isJudged(kind, controls))
    .map((kind) => ({
      who: unlistedSql({ listedBy: listing(rows, kind), scope: rows.table.scope }),
      findings:
        "FROM linked_findings f JOIN who w ON w.account_id = f.account_id" +
        ` WHERE f.credential = ${stringLiteral(kind)}`,
    }));
}

/** Accounts that have subjects although nothing that lists them is there: who is not among them may still exist. */
function lostSubjects(entity: Entity, subjects: number): Unseen {
  const there = `SELECT s.snapshot, s.account_id, s.${entity.arn} AS arn FROM ${seriesOf(entity)} s JOIN who q`;
  return {
    who: `SELECT snapshot, account_id FROM unlisted_h WHERE some_known AND subjects = ${subjects}`,
    findings:
      `FROM linked_findings f JOIN who w ON w.account_id = f.account_id AND f.subject_kind = ${stringLiteral(entity.kind)}` +
      ` LEFT JOIN (${there} ON q.snapshot = s.snapshot AND q.account_id = s.account_id) s` +
      " ON s.snapshot = w.snapshot AND s.account_id = f.account_id AND s.arn = f.subject_arn",
    seen: "s.arn IS NOT NULL",
  };
}

/** Subjects in Regions of which nothing that lists them is there, in accounts of which other Regions were listed. */
function unseenRegions({ kind, listedBy, scope }: Entity): Unseen[] {
  if (scope !== "region" || listedBy === "run") return [];
  const ofKind = `f.subject_kind = ${stringLiteral(kind)}`;
  const listed = (columns: string) =>
    `(SELECT DISTINCT ${columns} FROM coverage_h WHERE status = 'ok' AND kind IN (${listedBy.map(stringLiteral).join(", ")}))`;
  return [
    {
      who:
        "SELECT DISTINCT a.snapshot, f.account_id, f.region FROM linked_findings f" +
        ` JOIN ${listed("snapshot, account_id")} a ON a.account_id = f.account_id` +
        ` LEFT JOIN ${listed("snapshot, account_id, region")} r` +
        ` ON r.snapshot = a.snapshot AND r.account_id = f.account_id AND r.region = f.region WHERE ${ofKind} AND r.region IS NULL`,
      findings: `FROM linked_findings f JOIN who w ON w.account_id = f.account_id AND w.region = f.region AND ${ofKind}`,
    },
  ];
}

function isJudged(kind: string, controls: readonly Control[]): boolean {
  return controls.some(({ declaration }) => declaration.credentials.some((one) => one === kind));
}
