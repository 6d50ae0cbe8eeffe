import { type Check, isMissing } from "../model/check.js";
import { firstOf, thousands } from "../model/listed.js";
import type { DoctorResult, MissingPolicy } from "../model/results/doctor.js";
import type { View } from "./formats/format.js";
import { type GridColumn, grid } from "./grid.js";
import type { Paint } from "./paint.js";
import { policyText } from "./policy-text.js";

/** So many account ids are named in a heading; the rest is counted. */
const NAMED_ACCOUNTS = 3;

/** What `iamspect doctor` found, for people: this machine, the organization, the accounts, and what fixes it. */
export function doctorText({ checks, policies }: DoctorResult, { paint }: View): string {
  const of = (about: Check["about"]) => checks.filter((check) => check.about === about);
  const parts = [
    section("This machine", of("machine"), paint),
    section("The organization", of("organization"), paint),
    accountsText(of("account"), paint),
    policiesText(policies, paint),
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

function section(title: string, checks: readonly Check[], paint: Paint): string {
  if (checks.length === 0) return "";
  const rows = checks.map(({ check, status, detail, missing }) => [
    check,
    statusText(status),
    detailText(detail, missing),
  ]);
  return `${paint.bold(title)}\n${grid(columns(paint), rows)}`;
}

/** One account: all that was tried. Many: what is missing, and where; a role is rolled out alike, and so are its gaps. */
function accountsText(checks: readonly Check[], paint: Paint): string {
  const accounts = new Map<string, Check[]>();
  for (const check of checks) {
    const id = check.account_id ?? "";
    accounts.set(id, [...(accounts.get(id) ?? []), check]);
  }
  const [only] = accounts;
  if (accounts.size === 1 && only !== undefined) return section(`Account ${only[0]}`, only[1], paint);
  if (accounts.size === 0) return "";
  const all = [...accounts.values()];
  const skipped = all.filter((each) => each.every(({ status }) => status === "not_checked")).length;
  const lacking = all.filter((each) => each.some(isMissing)).length;
  const asked = accounts.size - skipped;
  const title =
    `Everything is there in ${thousands(asked - lacking)} of ${thousands(asked)} accounts` +
    (skipped === 0 ? "" : ` (${thousands(skipped)} more were not asked)`);
  if (lacking === 0) return `${paint.bold(title)}.`;
  const rows = gaps(checks).map(([row, ids]) => [...row, firstOf(ids, NAMED_ACCOUNTS)]);
  return `${paint.bold(`${title}; the others`)}\n${grid([...columns(paint), "ACCOUNTS"], rows)}`;
}

/** What is missing, as check, status and detail, with the accounts where it is. */
function gaps(checks: readonly Check[]): (readonly [readonly string[], readonly string[]])[] {
  const found = new Map<string, readonly [readonly string[], string[]]>();
  for (const { account_id: id, check, status, detail, missing } of checks.filter(isMissing)) {
    const text = detailText(detail, missing).replaceAll(id ?? "", "{account_id}");
    const row = [check, statusText(status), text];
    const known = found.get(JSON.stringify(row)) ?? [row, []];
    known[1].push(id ?? "");
    found.set(JSON.stringify(row), known);
  }
  return [...found.values()];
}

function columns(paint: Paint): (string | GridColumn)[] {
  return ["CHECK", { title: "STATUS", paint: (cell) => statusColor(cell.trim(), paint)(cell) }, "DETAIL"];
}

function statusText(status: Check["status"]): string {
  return status.replaceAll("_", " ");
}

function statusColor(status: string, paint: Paint): (text: string) => string {
  if (status === "ok") return paint.green;
  return ["denied", "error", "throttled"].includes(status) ? paint.red : paint.yellow;
}

/** The denied actions come first: they are what to search for. Of what AWS said of them only the reason is new. */
function detailText(detail: string, missing: readonly string[]): string {
  const reason = /because no [\w -]+ allows|with an explicit deny in an? [\w -]+/.exec(detail)?.[0];
  const said = reason?.replace(/ allows$/, " allows it") ?? detail.replace(/\. AWS said: .*/, "");
  if (missing.length === 0) return detail.replace(/\. AWS said: .*/, "");
  return said === "" ? missing.join(", ") : `${missing.join(", ")}: ${said}`;
}

const DENIED_ELSEWHERE =
  "Where AWS names an explicit deny, a permissions boundary or a service control policy above, that has to change too.";

function policiesText(policies: readonly MissingPolicy[], paint: Paint): string {
  if (policies.length === 0) return "";
  return [...policies.map((policy) => missingText(policy, paint)), DENIED_ELSEWHERE].join("\n\n");
}

function missingText({ scope, account_ids, policy }: MissingPolicy, paint: Paint): string {
  const who = scope === "organization" ? "whoever runs iamspect" : "whoever reads the account";
  const title = `Missing in ${firstOf(account_ids, NAMED_ACCOUNTS)}: attach this to ${who} there`;
  return `${paint.bold(title)}\n${policyText(policy)}`;
}
