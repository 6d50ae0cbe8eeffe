import { firstOf, thousands } from "../model/listed.js";
import type { Fix, FixSubject } from "../model/results/fixes.js";
import type { View } from "./formats/format.js";
import { grid, number, wrapped } from "./grid.js";
import { shellLines } from "./shell-lines.js";
import { plainText } from "./text.js";
import { wrapText } from "./wrap.js";

/** So many of a list fit on a line. */
const SHOWN = 3;
const INDENT = "   ";

/** One fix: whom it is for by name, whose they are, what to run, what could break, and how it is undone. */
export function fixDetails(
  fix: Fix,
  place: number,
  named: readonly FixSubject[],
  { paint, width }: View,
): string {
  const owners = fix.owners.map(
    ({ owner, users }) => `${owner === null ? "nobody known" : plainText(owner)} (${thousands(users)})`,
  );
  const line = (text: string) => INDENT + wrapText(text, width - INDENT.length, `${INDENT}  `);
  const all = Object.values(fix.kinds).reduce((sum, count) => sum + count, 0);
  const others = all - named.length;
  const { resolved, milder, unchanged } = fix.findings;
  const lines = [
    wrapText(paint.bold(`${place + 1}. ${plainText(fix.title)}`), width, INDENT),
    subjectGrid(named, width),
    ...(others > 0 ? [`${INDENT}and ${thousands(others)} more: --users lists them`] : []),
    line(`owners: ${firstOf(owners, SHOWN)}`),
    line(
      `findings: ${thousands(resolved)} resolved, ${thousands(milder)} milder, ${thousands(unchanged)} unchanged`,
    ),
    line(`could break: ${fix.breaks}${useText(fix)}`),
    line(`undo: ${fix.undo}`),
    ...commandsOf(fix, named).map((command) => shellLines(command, width, INDENT)),
  ];
  return `\n${lines.join("\n")}\n`;
}

/** Those for the credentials that are named, where all are; else what lists them. */
function commandsOf(fix: Fix, named: readonly FixSubject[]): string[] {
  const [first] = named;
  const all = Object.values(fix.kinds).reduce((sum, count) => sum + count, 0);
  if (named.length === all && all <= SHOWN) return named.map(({ command }) => command);
  return [
    ...(first === undefined || first.command.startsWith("iamspect") ? [] : [first.command]),
    fix.command,
  ];
}

function subjectGrid(named: readonly FixSubject[], width: number): string {
  const rows = named.map((one) => [
    one.name,
    credentialText(one),
    one.account_name === null ? one.account_id : `${one.account_id} ${one.account_name}`,
    one.owner ?? "nobody known",
    one.risk_removed.toFixed(1),
  ]);
  const columns = [
    wrapped("WHO"),
    { ...wrapped("WHAT"), spare: 1 },
    wrapped("ACCOUNT"),
    wrapped("OWNER"),
    number("RISK"),
  ];
  return grid(columns, rows, width - INDENT.length)
    .split("\n")
    .map((line) => INDENT + line)
    .join("\n");
}

function credentialText({ credential, slot, credential_id: id }: FixSubject): string {
  if (credential === null) return "";
  return `${credential.replaceAll("_", " ")}${id === null ? (slot === null ? "" : ` ${slot}`) : ` ${id}`}`;
}

function useText({ credentials, in_use: used, last_used_at: at, uses }: Fix): string {
  if (credentials === 0) return "";
  const lately = `; ${thousands(used)} of ${thousands(credentials)} used within 90 days`;
  if (at === null) return `${lately}, none ever`;
  const where = uses.map(
    ({ service, region, credentials: n }) =>
      `${plainText(service)}${region === null ? "" : ` in ${plainText(region)}`} (${thousands(n)})`,
  );
  return `${lately}, the latest ${at.slice(0, 10)}${where.length === 0 ? "" : `, for ${firstOf(where, SHOWN)}`}`;
}
