import type { MissingPolicy } from "../aws/missing-policies.js";
import { policyText } from "../aws/permission-policy.js";
import { type Check, isMissing } from "../model/check.js";
import type { Paint } from "./audit-text.js";
import { type GridColumn, grid } from "./grid.js";
import { thousands } from "./text.js";

/** So many account ids are named in a heading; the rest is counted. */
const NAMED_ACCOUNTS = 3;

/** What `iamspect doctor` found, for people: this machine, the organization, the accounts, and what mends it. */
export function doctorText(
  checks: readonly Check[],
  policies: readonly MissingPolicy[],
  paint: Paint,
): string {
  const of = (about: Check["about"]) => checks.filter((check) => check.about === about);
  const parts = [
    section("This machine", of("machine"), paint),
    section("The organization", of("organization"), paint),
    accountsText(of("account"), paint),
    ...policies.map((policy) => missingText(policy, paint)),
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
  return `${paint.bold(title)}\n${grid([...columns(paint)], rows)}`;
}

/** One account: all that was tried. Many: those that lack something, and what. */
function accountsText(checks: readonly Check[], paint: Paint): string {
  const accounts = new Map<string, Check[]>();
  for (const check of checks) {
    const id = check.account_id ?? "";
    accounts.set(id, [...(accounts.get(id) ?? []), check]);
  }
  const [only] = accounts;
  if (accounts.size === 1 && only !== undefined) return section(`Account ${only[0]}`, only[1], paint);
  if (accounts.size === 0) return "";
  const lacking = [...accounts].filter(([, all]) => all.some(isMissing));
  const whole = accounts.size - lacking.length;
  const title = `Everything is there in ${thousands(whole)} of ${thousands(accounts.size)} accounts`;
  const rows = lacking.flatMap(([id, all]) =>
    all
      .filter(isMissing)
      .map(({ check, status, detail, missing }) => [
        id,
        check,
        statusText(status),
        detailText(detail, missing),
      ]),
  );
  if (rows.length === 0) return `${paint.bold(title)}.`;
  return `${paint.bold(`${title}; the others`)}\n${grid([{ title: "ACCOUNT" }, ...columns(paint)], rows)}`;
}

function columns(paint: Paint): readonly GridColumn[] {
  return [
    { title: "CHECK" },
    { title: "STATUS", paint: (cell) => statusColor(cell.trim(), paint)(cell) },
    { title: "DETAIL" },
  ];
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
  if (missing.length === 0) return detail;
  const reason = /because no [\w -]+ allows|with an explicit deny in an? [\w -]+/.exec(detail)?.[0];
  const said = reason?.replace(/ allows$/, " allows it") ?? detail;
  return said === "" ? missing.join(", ") : `${missing.join(", ")}: ${said}`;
}

function missingText({ scope, account_ids, policy }: MissingPolicy, paint: Paint): string {
  const named = account_ids.slice(0, NAMED_ACCOUNTS).join(", ");
  const more = account_ids.length - NAMED_ACCOUNTS;
  const where = more > 0 ? `${named} and ${thousands(more)} more` : named;
  const who = scope === "organization" ? "whoever runs iamspect" : "whoever reads the account";
  const title = `Missing in ${where}: attach this to ${who} there`;
  const hint =
    "An explicit deny, a permissions boundary or a service control policy that AWS names above has to change too.";
  return `${paint.bold(title)}\n${policyText(policy)}\n${hint}`;
}
