import { firstOf, thousands } from "../model/listed.js";
import type { Fix, FixList } from "../model/results/fixes.js";
import type { View } from "./formats/format.js";
import { grid, number, numbers } from "./grid.js";
import type { Paint } from "./paint.js";
import { plainText } from "./text.js";

/** So many users of a fix are named. */
const NAMED = 3;

/** The ranked fixes for people: the list, then each fix with whom it covers and what could break. */
export async function* fixesText(list: FixList, { paint }: View): AsyncGenerator<string> {
  const { fixes, total_risk, users, more, by } = list;
  yield `${paint.bold("iamspect fix-first")}  ${pointsText(total_risk)} points of risk on ${thousands(users)} users` +
    `  as of ${list.as_of}  snapshot ${plainText(list.snapshot_id)}\n`;
  if (fixes.length === 0) {
    yield "\nNo finding calls for a fix.\n";
    return;
  }
  const names = await namesOf(list);
  const parts = fixes.map((fix, place) => details(fix, place, names[place] ?? [], paint));
  const tail = more > 0 ? `\n${thousands(more)} more fixes: --top all lists them.\n` : "";
  yield `${paint.dim(HOW[by])}\n\n${fixGrid(fixes, paint)}\n\n${parts.join("\n")}${tail}\n${paint.dim(LEGEND)}\n`;
}

const HOW = {
  risk: "First what removes most risk; --by effort weighs it against the hours of work.",
  effort: "First what removes most risk for each hour of work.",
};

const LEGEND =
  "Points are the sum of gain x ease x certainty over passwords and keys (docs/fix-first.md); explain USER prints it for one user.";

/** The first users of each fix. */
async function namesOf({ fixes, covered }: FixList): Promise<string[][]> {
  const names = fixes.map((): string[] => []);
  for await (const users of covered(NAMED)) for (const { place, name } of users) names[place]?.push(name);
  return names;
}

function fixGrid(fixes: readonly Fix[], paint: Paint): string {
  const columns = [
    number("#"),
    "FIX",
    ...numbers("USERS", "RISK"),
    number("SUM", paint.dim),
    ...numbers("OF ALL", "HOURS"),
    "UNDO",
  ];
  return grid(
    columns,
    fixes.map((fix, place) => [
      String(place + 1),
      fix.title,
      thousands(fix.users),
      pointsText(fix.risk_removed),
      pointsText(fix.cumulative),
      `${fix.cumulative_percent.toFixed(1)} %`,
      hoursText(fix.effort),
      fix.reversible ? "yes" : "no",
    ]),
  );
}

/** So many of a list fit on a line. */
const SHOWN = 3;

function details(fix: Fix, place: number, names: readonly string[], paint: Paint): string {
  const others = fix.users - names.length;
  const who = `${names.map(plainText).join(", ")}${others > 0 ? ` and ${thousands(others)} more` : ""}`;
  const owners = fix.owners.map(
    ({ owner, users }) => `${owner === null ? "nobody known" : plainText(owner)} (${thousands(users)})`,
  );
  const lines = [
    `${paint.bold(`${place + 1}. ${fix.title}`)}`,
    `   who: ${who}`,
    `   owners: ${firstOf(owners, SHOWN)}`,
    `   could break: ${fix.breaks}; ${useText(fix)}`,
    `   undo: ${fix.undo}`,
  ];
  return `${lines.join("\n")}\n`;
}

function useText({ credentials, in_use: used, last_used_at: at, uses }: Fix): string {
  const lately = `${thousands(used)} of ${thousands(credentials)} used within 90 days`;
  if (at === null) return `${lately}, none ever`;
  const where = uses.map(
    ({ service, region, credentials: n }) =>
      `${plainText(service)}${region === null ? "" : ` in ${plainText(region)}`} (${thousands(n)})`,
  );
  return `${lately}, the latest ${at.slice(0, 10)}${where.length === 0 ? "" : `, for ${firstOf(where, SHOWN)}`}`;
}

/** 12478.25 -> "12,478": what is below a point matters to a single user only. */
function pointsText(points: number): string {
  return points < 100 ? points.toFixed(1) : thousands(Math.round(points));
}

function hoursText(hours: number): string {
  return hours < 10 ? hours.toFixed(1) : thousands(Math.round(hours));
}
