import { counted, thousands } from "../model/listed.js";
import type { EvidenceFix, FixedFindings, FixHead, FixList, FixSubject } from "../model/results/fixes.js";
import { fixDetails } from "./fix-details.js";
import type { View } from "./formats/format.js";
import { grid, number, wrapped } from "./grid.js";
import { shellLines } from "./shell-lines.js";
import { plainText } from "./text.js";
import { wrapText } from "./wrap.js";

/** So many credentials of a fix are named: what fits into hours is to be done now. */
const NAMED = 3;
const NAMED_IN_HOURS = 12;
/** So much missing evidence is shown. */
const COLLECTED = 5;
/** So many owners have their lists on a screen. */
const OWNERS = 20;

/** What to do first, for people: emergencies, then the others, each with whom it is for and how it is done. */
export async function* fixesText(list: FixList, view: View): AsyncGenerator<string> {
  yield headText(list, await list.findings(), view);
  if (list.fixes.length > 0) {
    yield list.by_owner ? ownerLists(list, view) : sections(list.fixes, 0, view);
    if (!list.by_owner) yield* details(list, view);
  }
  yield evidenceText(await list.evidence(), view);
  yield tailText(list, view);
}

/** What is unknown, and would be known. */
function evidenceText(evidence: readonly EvidenceFix[], { paint, width }: View): string {
  if (evidence.length === 0) return "";
  const parts = evidence
    .slice(0, COLLECTED)
    .map(
      ({ title, command }) =>
        `${wrapText(plainText(title), width, "  ")}\n${shellLines(command, width, "   ")}`,
    );
  const more = evidence.length - parts.length;
  const rest = more > 0 ? `\nand ${thousands(more)} more: --format json lists them` : "";
  return `\n${paint.bold("MISSING EVIDENCE")}\n${parts.join("\n")}${rest}\n`;
}

function headText(list: FixList, findings: FixedFindings, { paint, width }: View): string {
  const { total_risk: risk, users, hours } = list;
  const facts = `  ${pointsText(risk)} points of risk on ${thousands(users)} users`;
  const reasons = findings.without.map((one) => `${thousands(one.findings)}: ${plainText(one.reason)}`);
  const none =
    reasons.length === 0
      ? ""
      : `, ${thousands(findings.failing - findings.in_fix)} in none (${reasons.join("; ")})`;
  const inFix = `${counted(findings.failing, "failing finding")}: ${thousands(findings.in_fix)} in a fix${none}.`;
  const did = hoursText(sum(list.fixes));
  const fits =
    hours === null
      ? []
      : [
          list.by_owner
            ? `${hoursText(hours)} hours for each owner, ${did} in all.`
            : `${did} of ${hoursText(hours)} hours.`,
        ];
  const lines = [`iamspect fix-first${facts}`, inFix, ...fits].map((line) => wrapText(line, width, "  "));
  return `${lines.join("\n").replace("iamspect fix-first", paint.bold("iamspect fix-first"))}\n`;
}

function sum(fixes: readonly FixHead[]): number {
  return fixes.reduce((hours, { effort }) => hours + effort.hours, 0);
}

/** Emergencies, then all others, numbered in the order of the list. */
function sections(fixes: readonly FixHead[], first: number, view: View): string {
  const { paint } = view;
  const urgent = fixes.filter(({ emergency }) => emergency !== null).length;
  const parts = [
    [paint.red("EMERGENCIES"), fixes.slice(0, urgent), first] as const,
    [
      paint.bold(
        urgent > 0 ? "THEN, by risk removed for an hour of work" : "BY RISK removed for an hour of work",
      ),
      fixes.slice(urgent),
      first + urgent,
    ] as const,
  ];
  return parts
    .filter(([, own]) => own.length > 0)
    .map(([title, own, from]) => `\n${title}\n${fixGrid(own, from, view)}\n`)
    .join("");
}

function fixGrid(fixes: readonly FixHead[], first: number, { paint, width }: View): string {
  const columns = [
    number("#"),
    wrapped("FIX"),
    number("USERS"),
    number("RISK"),
    { ...number("SUM", paint.dim), spare: 2 },
    { ...number("OF ALL"), spare: 1 },
    number("HOURS"),
    { title: "UNDO", spare: 3 },
  ];
  const rows = fixes.map((fix, index) => [
    String(first + index + 1),
    fix.title,
    thousands(fix.users),
    pointsText(fix.risk_removed),
    pointsText(fix.cumulative),
    `${fix.cumulative_percent.toFixed(1)} %`,
    hoursText(fix.effort.hours),
    fix.reversible ? "yes" : "no",
  ]);
  return grid(columns, rows, width);
}

async function* details(list: FixList, view: View): AsyncGenerator<string> {
  const most = list.hours === null ? NAMED : NAMED_IN_HOURS;
  const named = list.fixes.map((): FixSubject[] => []);
  for await (const batch of list.subjects(most)) for (const one of batch) named[one.place]?.push(one);
  for (const [place, fix] of (await list.details()).entries())
    yield fixDetails(fix, place, named[place] ?? [], view);
}

/** The lists of the first owners. */
function ownerLists({ fixes }: FixList, view: View): string {
  const owners = new Map<string | null, FixHead[]>();
  for (const fix of fixes) {
    const own = owners.get(fix.owner ?? null);
    if (own === undefined) owners.set(fix.owner ?? null, [fix]);
    else own.push(fix);
  }
  let first = 0;
  const texts = [...owners].slice(0, OWNERS).map(([owner, own]) => {
    const title = `\n${view.paint.bold(owner === null ? "nobody known" : plainText(owner))}  ${hoursText(sum(own))} hours\n`;
    first += own.length;
    return `${title}${sections(own, first - own.length, view).replace(/^\n/, "")}`;
  });
  const more = owners.size - texts.length;
  return texts.join("") + (more > 0 ? `\n${counted(more, "more owner")}: --format json lists them.\n` : "");
}

function tailText({ fixes, rest, hours }: FixList, { paint, width }: View): string {
  const left = `${thousands(rest.fixes)} ${rest.fixes === 1 ? "fix" : "fixes"}`;
  const what =
    `${left} for ${counted(rest.credentials, "credential")}${rest.emergencies > 0 ? `, ${thousands(rest.emergencies)} of them emergencies` : ""}` +
    `, ${hoursText(rest.hours)} hours`;
  const lines = [
    ...(fixes.length === 0 && rest.fixes === 0 ? ["No finding calls for a fix."] : []),
    ...(rest.fixes === 0
      ? []
      : [
          hours === null
            ? `Not listed: ${what}; --top all lists them.`
            : `Did not fit into ${hoursText(hours)} hours: ${what}.`,
        ]),
  ];
  const told = lines.map((line) => `\n${wrapText(line, width, "  ")}\n`).join("");
  return `${told}\n${paint.dim(wrapText(LEGEND, width))}\n`;
}

const LEGEND =
  "Points are the sum of gain x ease x certainty over passwords and keys (docs/fix-first.md); explain USER prints it for one user.";

/** 12478.25 -> "12,478": what is below a point matters to a single user only. */
export function pointsText(points: number): string {
  return points < 100 ? points.toFixed(1) : thousands(Math.round(points));
}

export function hoursText(hours: number): string {
  return hours < 100 ? String(Math.round(hours * 10) / 10) : thousands(Math.round(hours));
}
