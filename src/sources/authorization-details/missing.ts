import type { DuckDBEngine } from "../../engine/duckdb/open.js";
import { stringLiteral } from "../../engine/sql.js";
import { firstOf } from "../../model/listed.js";
import type { Joining } from "../source.js";
import { type ManagedPolicy, managedPolicies } from "./managed-policies.js";

const KIND = "authorization_details";
/** So many names fit into a line. */
const NAMED = 3;

/** Managed policies and groups that details refer to and do not hold, by account. */
const MISSING =
  "SELECT t.account_id, t.policy_id AS missing FROM policy_attachments t" +
  " LEFT JOIN policies p ON p.account_id = t.account_id AND p.policy_id = t.policy_id WHERE p.policy_id IS NULL" +
  " UNION SELECT u.account_id, 'group ' || u.group_name FROM (SELECT account_id, unnest(groups) AS group_name" +
  " FROM user_details) u LEFT JOIN groups g ON g.account_id = u.account_id AND g.group_name = u.group_name" +
  " WHERE g.group_name IS NULL ORDER BY 1, 2";

/**
 * Tells the policies and groups that details refer to and do not hold: what rests on them is unknown. AWS-managed policies
 * whose documents AWS publishes are taken from there instead.
 */
export async function completePolicies({ engine, evidence }: Joining): Promise<readonly string[]> {
  if (!evidence.any(KIND)) return [];
  const rows = await engine.all(MISSING);
  if (rows.length === 0) return [];
  const { asOf, of } = await managedPolicies();
  const taken = new Map<string, { readonly known: ManagedPolicy; readonly accounts: string[] }>();
  const lost = new Map<string, string[]>();
  for (const row of rows) {
    const [account, arn] = [String(row.account_id), String(row.missing)];
    const before = taken.get(arn);
    const known = before?.known ?? of(arn);
    if (known === undefined) put(lost, account, arn);
    else if (before === undefined) taken.set(arn, { known, accounts: [account] });
    else before.accounts.push(account);
  }
  for (const [arn, { known, accounts }] of taken) await insert(engine, accounts, arn, known);
  for (const [account, names] of lost) {
    evidence.problems.push({
      source: `account ${account}`,
      what: `the authorization details refer to ${names.length} policies or groups that they do not hold: ${firstOf(names, NAMED)}`,
      fix: "What rests on them counts as unknown. Fetch the details whole, without --filter.",
    });
  }
  if (taken.size === 0) return [];
  const published = [...taken.values()].map(({ known }) => known.name);
  return [
    `The details do not hold all AWS-managed policies that they refer to. Judged as AWS published them by ${asOf}: ${firstOf(published, NAMED)}.`,
  ];
}

/** Policies that are there and say nothing: without their document, or with one that does not begin and end as a JSON object. */
const UNREADABLE =
  "SELECT account_id, policy_id FROM policies WHERE coalesce(NOT (starts_with(ltrim(document), '{')" +
  " AND ends_with(rtrim(document), '}')), TRUE) ORDER BY 1, 2";

/** Tells policies that cannot be read, but of accounts of whose details it was told already that something is lost. */
export async function tellUnreadable({ engine, evidence }: Joining): Promise<void> {
  if (!evidence.any(KIND)) return;
  const found = new Map<string, string[]>();
  for (const row of await engine.all(UNREADABLE)) {
    const account = String(row.account_id);
    if (evidence.of(account, KIND).get("")?.fault !== undefined) continue;
    put(found, account, String(row.policy_id));
  }
  for (const [account, policies] of found) {
    evidence.problems.push({
      source: `account ${account}`,
      what: `policies without a document that can be read: ${firstOf(policies, NAMED)}`,
      fix: "What rests on them counts as unknown. Fetch the details again.",
    });
  }
}

function put(lists: Map<string, string[]>, key: string, one: string): void {
  const list = lists.get(key) ?? [];
  lists.set(key, list);
  list.push(one);
}

/** One statement for all accounts: each would carry the document again. */
async function insert(
  engine: DuckDBEngine,
  accounts: readonly string[],
  arn: string,
  { name, version, document }: ManagedPolicy,
): Promise<void> {
  const values = [arn, name, "aws_managed", document, version].map(stringLiteral);
  await engine.run(
    "INSERT INTO policies (account_id, policy_id, name, kind, document, published)" +
      ` SELECT unnest([${accounts.map(stringLiteral).join(", ")}]), ${values.join(", ")}`,
  );
}

/** Users of a report that whole details lack and that were not deleted for sure: nothing is known of their policies. */
export async function tellMissingUsers({ engine, evidence }: Joining): Promise<readonly string[]> {
  if (!evidence.any(KIND)) return [];
  const rows = await engine.all(
    "SELECT r.arn FROM report_rows r JOIN details_accounts a ON a.account_id = r.account_id" +
      " LEFT JOIN user_details d ON d.arn = r.arn" +
      " WHERE a.whole AND a.lists_users AND d.arn IS NULL AND NOT r.is_root AND NOT r.fault ORDER BY 1",
  );
  if (rows.length === 0) return [];
  return [
    `${rows.length} users of the credential reports are not in the authorization details, and their policies are unknown: ${firstOf(
      rows.map(({ arn }) => String(arn)),
      NAMED,
    )}.`,
  ];
}
