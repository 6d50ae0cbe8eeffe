import type { Dialect, Engine } from "../engine/engine.js";
import { stringLiteral } from "../engine/sql.js";
import type { EvidenceKind } from "../model/coverage.js";
import type { Entity } from "../model/entity.js";
import { RANK } from "../model/status.js";
import { EVIDENCE_KINDS, sourceOf as sourceOfKind } from "../sources/index.js";
import type { Control } from "./control.js";
import { sourceOf, subjectRank } from "./passes.js";
import { type Run, subjectAlias } from "./run.js";

/** An account, or a Region of one, of which nobody knows whether all subjects are there: nothing that lists them is. */
export interface Unlisted {
  readonly accountId: string;
  readonly region: string | null;
}

/** SELECT of `account_id` and `region` of what is unlisted of an entity. */
function unlistedSql({ listedBy, scope }: Entity): string {
  if (listedBy === "run")
    return "SELECT account_id, CAST(NULL AS VARCHAR) AS region FROM accounts WHERE FALSE";
  const kinds = listedBy.map(stringLiteral).join(", ");
  const any = `SELECT 1 FROM coverage c WHERE c.account_id = a.account_id AND c.kind IN (${kinds})`;
  if (scope !== "region") {
    return `SELECT a.account_id, CAST(NULL AS VARCHAR) AS region FROM accounts a WHERE NOT EXISTS (${any} AND c.status = 'ok')`;
  }
  // Where Regions told one kind, that nobody asked for another is no Region that nobody knows.
  const told = `SELECT 1 FROM coverage k WHERE k.account_id = c.account_id AND k.kind IN (${kinds}) AND k.region <> ''`;
  const regions =
    `SELECT account_id, nullif(region, '') AS region FROM coverage c WHERE kind IN (${kinds})` +
    ` AND NOT (c.status = 'not_collected' AND coalesce(c.region, '') = '' AND EXISTS (${told})) GROUP BY account_id, region` +
    " HAVING sum(CASE WHEN status = 'ok' THEN 1 ELSE 0 END) = 0";
  return `${regions} UNION ALL SELECT a.account_id, CAST(NULL AS VARCHAR) AS region FROM accounts a WHERE NOT EXISTS (${any})`;
}

/** What is unlisted, by the kind of entity: each counts as one `unknown` of every control over it. Silence must not look clean. */
export async function unlisted(engine: Engine, entities: Iterable<Entity>): Promise<Map<string, Unlisted[]>> {
  const found = new Map([...new Set(entities)].map((entity) => [entity.kind, [] as Unlisted[]]));
  if (found.size === 0) return found;
  const parts = [...new Set(entities)].map(
    (entity) =>
      `SELECT ${stringLiteral(entity.kind)} AS lacking, x.account_id, x.region FROM (${unlistedSql(entity)}) x`,
  );
  for (const row of await engine.all(`${parts.join(" UNION ALL ")} ORDER BY 1, 2, 3`)) {
    found.get(String(row.lacking))?.push({
      accountId: String(row.account_id),
      region: row.region === null || row.region === undefined ? null : String(row.region),
    });
  }
  return found;
}

/** The same of one entity. */
export async function unlistedOf(engine: Engine, entity: Entity): Promise<Unlisted[]> {
  return (await unlisted(engine, [entity])).get(entity.kind) ?? [];
}

/** Whether anything that lists the rows of an entity was collected of any account; what is always asked for counts as collected. */
export async function isCollected(engine: Engine, { core, listedBy }: Entity): Promise<boolean> {
  if (core === true || listedBy === "run") return true;
  const collected = await collectedKinds(engine);
  return listedBy.some((kind) => collected.has(kind));
}

/** The kinds of evidence that were collected of any account, whether they could be had or not. */
export async function collectedKinds(engine: Engine): Promise<ReadonlySet<string>> {
  const rows = await engine.all(
    "SELECT DISTINCT kind FROM coverage WHERE status NOT IN ('not_collected', 'closed')",
  );
  return new Set(rows.map(({ kind }) => String(kind)));
}

/** The evidence that accounts lack, each kind once: what `lackingSql` reads. */
export const LACKING = "lacking_evidence";

/** SELECT of what evidence each account of an opened snapshot lacks, wholly or in some Region. */
export function lackingEvidenceSql(): string {
  const kinds = EVIDENCE_KINDS.map((kind) => `(${stringLiteral(kind)})`).join(", ");
  const bad = (value: string) => `CASE WHEN status <> 'ok' THEN ${value} END`;
  const region = bad("nullif(region, '')");
  return (
    "SELECT a.account_id, k.kind, coalesce(c.status, 'not_collected') AS status, c.detail, c.region, c.regions" +
    ` FROM accounts a CROSS JOIN (VALUES ${kinds}) k(kind) LEFT JOIN (SELECT account_id, kind,` +
    ` max(${bad("status")}) AS status, max(${bad("detail")}) AS detail, min(${region}) AS region,` +
    ` count(DISTINCT ${region}) AS regions FROM coverage GROUP BY account_id, kind) c` +
    " ON c.account_id = a.account_id AND c.kind = k.kind WHERE c.kind IS NULL OR c.status IS NOT NULL"
  );
}

/**
 * Keeps it as a table, over which `lackingSql` is. Each control asks for it: to make it once takes a fraction of the time that
 * reading the coverage for each would.
 */
export async function makeLacking(engine: Pick<Engine, "run">): Promise<void> {
  await engine.run(`CREATE OR REPLACE TABLE ${LACKING} AS ${lackingEvidenceSql()}`);
}

/**
 * SELECT of the accounts that lack evidence which a control requires: `account_id`, the kind `missing`, `status`, `detail`, and
 * of evidence of Regions the first `region` that lacks it and how many `regions` do. Over the table of `makeLacking`.
 */
export function lackingSql({ declaration, entity }: Control): string {
  const { required } = declaration.evidence;
  const of = (kind: EvidenceKind) => `l.kind = ${stringLiteral(kind)}`;
  const needed = required.map((kind) => {
    const unneeded = sourceOfKind(kind)?.unneeded;
    return unneeded === undefined ? of(kind) : `${of(kind)} AND NOT coalesce(${unneeded}, FALSE)`;
  });
  const [listing, ...others] = entity.listedBy === "run" ? [] : entity.listedBy;
  // Where nothing lists them it is told of the first kind that would have, but for what is required by name.
  const unlisted =
    listing === undefined || required.includes(listing)
      ? []
      : [[of(listing), ...others.map((kind) => `a.account_id IN (${accountsLacking(kind)})`)].join(" AND ")];
  const conditions = [...needed, ...unlisted];
  const order = conditions.map((condition, place) => `WHEN ${condition} THEN ${place}`).join(" ");
  const places = `SELECT l.*, CASE ${order} END AS place FROM ${LACKING} l JOIN accounts a ON a.account_id = l.account_id`;
  const first = `SELECT l.*, row_number() OVER (PARTITION BY account_id ORDER BY place) AS number FROM (${places}) l WHERE place IS NOT NULL`;
  return `SELECT account_id, kind AS missing, status, detail, region, regions FROM (${first}) l WHERE number = 1`;
}

/** Those of the controls of which some account lacks evidence. */
export async function lackEvidence(engine: Engine, controls: readonly Control[]): Promise<Control[]> {
  const rows = await engine.all(`SELECT DISTINCT kind FROM ${LACKING}`);
  const kinds = new Set(rows.map(({ kind }) => String(kind)));
  return controls.filter(({ declaration, entity }) => {
    const listing = entity.listedBy === "run" ? [] : entity.listedBy;
    return [...declaration.evidence.required, ...listing].some((kind) => kinds.has(kind));
  });
}

function accountsLacking(kind: EvidenceKind): string {
  return `SELECT account_id FROM ${LACKING} WHERE kind = ${stringLiteral(kind)}`;
}

/**
 * SELECT of one finding for each account that lacks evidence of a control, in the columns of the table findings but org_id:
 * `evidence` has the kind that is `missing`, the `count` of subjects that are unknown there, how many of these are `unlisted`
 * (nobody knows who they are), how many others could be `judged`, and where a `region` lacks it, with the number of `regions`. `expanded`: subjects have findings of their own, so it
 * counts what is unlisted only.
 */
export function evidenceRows(
  control: Control,
  runs: readonly Run[],
  dialect: Dialect,
  expanded: boolean,
): string {
  const { declaration, entity } = control;
  const id = stringLiteral(declaration.id);
  const counts = [
    `SELECT account_id, count(*) AS unlisted, 0 AS unknown, 0 AS judged FROM (${unlistedSql(entity)}) w GROUP BY 1`,
    ...runs.map((run) => subjectCounts(run, expanded)),
  ];
  const evidence =
    `'{"missing":' || ${dialect.json("l.missing")} || ',"status":' || ${dialect.json("l.status")}` +
    ` || ',"detail":' || coalesce(${dialect.json("l.detail")}, 'null') || ',"count":' || CAST(x.unlisted + x.unknown AS VARCHAR)` +
    " || ',\"unlisted\":' || CAST(x.unlisted AS VARCHAR) || ',\"judged\":' || CAST(x.judged AS VARCHAR)" +
    ` || coalesce(',"region":' || ${dialect.json("l.region")} || ',"regions":' || CAST(l.regions AS VARCHAR), '') || '}'`;
  const sums = ["unlisted", "unknown", "judged"]
    .map((name) => `CAST(sum(${name}) AS BIGINT) AS ${name}`)
    .join(", ");
  const no = (type: string) => `CAST(NULL AS ${type})`;
  return (
    `SELECT ${dialect.md5(`${id} || '|' || x.account_id || '|account'`)} AS finding_id, ${id} AS control_id, x.account_id,` +
    ` ${no("VARCHAR")} AS region, 'arn:' || coalesce(a.partition, 'aws') || ':iam::' || x.account_id || ':root' AS subject_arn,` +
    ` 'account' AS subject_kind, ${no("VARCHAR")} AS credential, ${no("VARCHAR")} AS credential_id, ${no("INTEGER")} AS slot,` +
    ` 'unknown' AS status, ${no("BIGINT")} AS since, ${no("BIGINT")} AS aged_from, ${no("INTEGER")} AS tier, FALSE AS assumed,` +
    ` ${evidence} AS evidence FROM (SELECT account_id, ${sums} FROM (${counts.join(" UNION ALL ")}) y GROUP BY 1) x` +
    ` JOIN (${lackingSql(control)}) l ON l.account_id = x.account_id LEFT JOIN accounts a ON a.account_id = x.account_id` +
    " WHERE x.unlisted + x.unknown > 0"
  );
}

/**
 * SQL over a row with `account_id` and `region`: whether what the control requires is missing where the row is. What one Region
 * lacks explains nothing in another.
 */
export function isLackingHere({ declaration, entity }: Control, alias: string): string {
  if (entity.scope !== "region") return "TRUE";
  const lacking = declaration.evidence.required.map(
    (kind) =>
      `NOT EXISTS (SELECT 1 FROM coverage h WHERE h.account_id = ${alias}.account_id AND h.kind = ${stringLiteral(kind)}` +
      ` AND h.status = 'ok' AND coalesce(h.region, '') IN ('', ${alias}.region))`,
  );
  return lacking.length === 0 ? "FALSE" : lacking.join(" OR ");
}

/** How many subjects of each account are unknown, and how many are not. */
function subjectCounts(run: Run, expanded: boolean): string {
  const alias = subjectAlias(run.control);
  const ofRegion = run.control.entity.scope === "region";
  const place = ofRegion ? `, ${alias}.region AS region` : "";
  const coded = `SELECT ${alias}.account_id AS account_id, ${subjectRank(run)} AS rank${place} ${sourceOf(run)}`;
  const isUnknown = `rank = ${RANK.unknown}`;
  const counts = ofRegion ? `${isUnknown} AND (${isLackingHere(run.control, "q")})` : isUnknown;
  const unknown = expanded ? "0" : `sum(CASE WHEN ${counts} THEN 1 ELSE 0 END)`;
  return (
    `SELECT account_id, 0 AS unlisted, ${unknown} AS unknown, sum(CASE WHEN ${isUnknown} THEN 0 ELSE 1 END) AS judged` +
    ` FROM (${coded}) q GROUP BY 1`
  );
}
