import { belowUnit } from "../analyse/people/selector.js";
import type { Engine } from "../engine/engine.js";
import { textOf } from "../engine/row-values.js";
import { stringLiteral } from "../engine/sql.js";
import { type FoundUser, findSubjects, subjectNames } from "../explain/find-subject.js";
import { parseSubject } from "../explain/subject.js";
import type { OpenedPlan } from "./judge-run.js";
import { unknownName } from "./unknown-name.js";

/** An opened snapshot in which names are looked up. Its tables are those of `makeSubjectPlaces`, too. */
export interface NamesIn {
  readonly engine: Engine;
  /** For messages: `snapshot 20261123T...`. */
  readonly where: string;
}

/** Where names are looked up in what a command shows. */
export function namesIn({ engine, manifest, picture }: OpenedPlan): NamesIn {
  const one = picture.parts.length === 1;
  return { engine, where: one ? `snapshot ${manifest.snapshot_id}` : "current picture" };
}

/** The ids of accounts that ids, names or aliases mean: letters of any case, but what fits exactly wins. Throws `UserError`. */
export async function accountIds({ engine, where }: NamesIn, names: readonly string[]): Promise<string[]> {
  if (names.length === 0) return [];
  const rows = await engine.all("SELECT account_id, name, alias FROM accounts ORDER BY account_id");
  const accounts = rows.map((row) => ({
    id: String(row.account_id),
    names: [row.account_id, row.name, row.alias].flatMap((one) => textOf(one) ?? []),
  }));
  const fix = '`iamspect query "SELECT account_id, name, alias FROM accounts"` lists them.';
  return meant(accounts, names, { kind: "account", where, fix }).map(({ id }) => id);
}

/** Those that each of the names means. Throws `UserError` for a name that means none. */
function meant<One extends { readonly names: readonly string[] }>(
  all: readonly One[],
  names: readonly string[],
  unknown: { readonly kind: string; readonly where: string; readonly fix: string },
): One[] {
  return names.flatMap((name) => {
    const found = matching(all, name);
    if (found.length > 0) return found;
    throw unknownName({ ...unknown, name, known: all.flatMap((one) => one.names) });
  });
}

function matching<One extends { readonly names: readonly string[] }>(
  all: readonly One[],
  name: string,
): One[] {
  const exact = all.filter(({ names }) => names.includes(name));
  if (exact.length > 0) return exact;
  const lower = name.toLowerCase();
  return all.filter(({ names }) => names.some((one) => one.toLowerCase() === lower));
}

/** Users and root users that names, ARNs and ids of keys mean, in some accounts where any are given. Throws `UserError`. */
export async function namedSubjects(
  { engine, where }: NamesIn,
  names: readonly string[],
  accounts: readonly string[],
): Promise<FoundUser[]> {
  const found = await Promise.all(
    names.map(async (name) => {
      const users = await findSubjects(engine, parseSubject(name), accounts);
      if (users.length > 0) return users;
      throw unknownName({
        kind: "user",
        name,
        where,
        known: await subjectNames(engine, accounts),
        fix: "`iamspect query \"SELECT arn FROM iam_users WHERE user_name ILIKE '%...%'\"` searches.",
      });
    }),
  );
  return found.flat();
}

/** Owners by name: letters of any case, but what fits exactly wins. Throws `UserError`. */
export async function namedOwners({ engine, where }: NamesIn, names: readonly string[]): Promise<string[]> {
  if (names.length === 0) return [];
  const rows = await engine.all(
    "SELECT owner FROM account_places WHERE owner IS NOT NULL UNION SELECT owner FROM user_owners WHERE owner IS NOT NULL",
  );
  const owners = rows.map(({ owner }) => ({ names: [String(owner)] }));
  const fix = "`owners` in iamspect.yaml says who owns what; without it, tags do, else the account.";
  return meant(owners, names, { kind: "owner", where, fix }).flatMap((one) => one.names);
}

/** A condition on accounts `a`: they are in one of these organizational units or below. Throws `UserError`. */
export async function unitsSql(
  { engine, where }: NamesIn,
  units: readonly string[],
): Promise<string | undefined> {
  if (units.length === 0) return undefined;
  const rows = await engine.all("SELECT DISTINCT ou_path FROM account_places WHERE ou_path IS NOT NULL");
  const known = new Set(rows.flatMap(({ ou_path: path }) => withParents(String(path))));
  const conditions = units.map((unit) => {
    const path = `/${unit.replace(/^\/+|\/+$/g, "")}`;
    if (known.has(path)) return belowUnit("a.ou_path", path);
    const fix =
      known.size === 0
        ? "Nothing tells the units of the accounts: collect the organization, or give accounts.yaml."
        : `Units are written as ${[...known].slice(0, 3).join(", ")}.`;
    throw unknownName({ kind: "organizational unit", name: unit, where, known, fix });
  });
  return `(${conditions.join(" OR ")})`;
}

/** /A/B -> /, /A, /A/B */
function withParents(path: string): string[] {
  const parts = path.split("/").filter((part) => part !== "");
  return ["/", ...parts.map((_, index) => `/${parts.slice(0, index + 1).join("/")}`)];
}

/** A condition: a column is one of these texts. */
export function isOneOf(column: string, texts: readonly string[]): string {
  return `${column} IN (${texts.map(stringLiteral).join(", ")})`;
}
