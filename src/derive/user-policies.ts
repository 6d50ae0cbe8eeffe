import type { Engine, SqlRow } from "../engine/engine.js";
import type { Origin, PolicySource } from "../policy/policy-source.js";
import { readDocuments } from "./documents.js";

/** Policies of some users, groups or roles, as an opened snapshot has them. */
export interface HeldPolicies {
  /** By the ARN of who has them, after its account. */
  readonly byOwner: ReadonlyMap<string, readonly PolicySource[]>;
  /** Policies that are somebody's boundary, by account and ARN. */
  readonly boundaries: ReadonlyMap<string, PolicySource>;
}

/** The policies of some users and of their groups. */
export interface UserPolicies extends HeldPolicies {
  /** ARNs of groups by account and name. */
  readonly groups: ReadonlyMap<string, string>;
}

/**
 * Reads the policies of users and of their groups; `users` selects account_id and arn. Each distinct document is read
 * once.
 */
export async function readUserPolicies(engine: Engine, users: string): Promise<UserPolicies> {
  const members = `SELECT m.* FROM derive_members m JOIN (${users}) n ON n.account_id = m.account_id AND n.arn = m.arn`;
  const groups = await engine.all(
    `SELECT DISTINCT account_id, group_name, group_arn FROM (${members}) m WHERE group_arn IS NOT NULL`,
  );
  const owners = `SELECT account_id, arn AS owner FROM (${users}) n UNION SELECT account_id, group_arn FROM (${members}) m`;
  return {
    ...(await readHeldPolicies(engine, owners)),
    groups: new Map(groups.map((row) => [`${row.account_id} ${row.group_name}`, String(row.group_arn)])),
  };
}

/** Reads the policies of users, groups or roles; `owners` selects account_id and owner, an ARN. */
export async function readHeldPolicies(engine: Engine, owners: string): Promise<HeldPolicies> {
  const rows = await engine.all(
    "SELECT t.account_id, t.principal_arn, t.principal_kind, t.policy_id, t.kind, d.name, d.hash" +
      ` FROM policy_attachments t JOIN (${owners}) o ON o.account_id = t.account_id AND o.owner = t.principal_arn` +
      " LEFT JOIN derive_documents d ON d.account_id = t.account_id AND d.policy_id = t.policy_id",
  );
  const texts = await readDocuments(
    engine,
    rows.flatMap(({ hash }) => (hash === null ? [] : [String(hash)])),
  );
  const byOwner = new Map<string, PolicySource[]>();
  const boundaries = new Map<string, PolicySource>();
  for (const row of rows) {
    const source = sourceOf(row, texts);
    if (row.kind === "boundary") {
      boundaries.set(`${row.account_id} ${row.policy_id}`, source);
      continue;
    }
    const owner = `${row.account_id} ${row.principal_arn}`;
    const known = byOwner.get(owner);
    if (known === undefined) byOwner.set(owner, [source]);
    else known.push(source);
  }
  return { byOwner, boundaries };
}

const HOLDERS = ["user", "group", "role"] as const;

function sourceOf(
  { principal_kind, principal_arn, policy_id, kind, name, hash }: SqlRow,
  texts: ReadonlyMap<string, string>,
): PolicySource {
  const id = String(policy_id);
  const own = String(name ?? id.split("/").at(-1) ?? id);
  const text = texts.get(String(hash)) ?? null;
  if (kind === "boundary") return { origin: "boundary", name: own, arn: id, text };
  const inline = kind === "inline";
  const holder = HOLDERS.find((one) => one === principal_kind) ?? "user";
  const origin: Origin = `${holder}-${inline ? "inline" : "managed"}`;
  const group = String(principal_arn).split("/").at(-1) ?? "";
  return {
    origin,
    name: origin === "group-inline" ? `${group}/${own}` : own,
    arn: inline ? null : id,
    text,
  };
}
