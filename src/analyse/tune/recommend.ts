import { thousands } from "../../model/listed.js";
import type { Recommendation, TriedCount } from "../../model/results/tuning.js";

/** A standard that is stricter than what is set is worth taking where it adds no more than this part of the findings. */
const CHEAP = 0.05;

/**
 * What to set, and why. In this order: what at least one standard asks for, where what is set is looser than all of them;
 * a stricter standard that costs little; an option that lets go only of those of whom it is safe; else what is set.
 * `limit`: the parameter of which less is stricter, as `tiers.limit` of the control names it.
 */
export function recommend(tried: readonly TriedCount[], limit?: string): Recommendation | null {
  const current = tried.find((one) => one.current);
  if (current === undefined || Object.keys(current.settings).length === 0) return null;
  return (
    loosestStandard(current, tried) ??
    cheapStandard(current, tried, limit) ??
    safeOption(tried) ??
    keep(current, tried)
  );
}

function loosestStandard(current: TriedCount, tried: readonly TriedCount[]): Recommendation | undefined {
  const standards = tried.filter((one) => one.standards.length > 0);
  if (standards.length === 0 || standards.some((one) => meets(current, one))) return undefined;
  const loosest = standards.reduce((best, one) => (one.fail < best.fail ? one : best));
  const more = `${moreFail(loosest.adds)} by ${loosest.standards.join(" and ")}`;
  return change(loosest, `what is set is looser than every standard: ${more}`);
}

/** The strictest of those that add little. That one adds nobody does not make it stricter: then only its limit shows that. */
function cheapStandard(
  current: TriedCount,
  tried: readonly TriedCount[],
  limit: string | undefined,
): Recommendation | undefined {
  if (current.fail + current.pass === 0) return undefined;
  const cheap = tried.filter(
    (one) =>
      one.standards.length > 0 &&
      one.drops.subjects === 0 &&
      one.adds <= CHEAP * current.fail &&
      (!meets(current, one) || hasLowerLimit(one, current, limit)),
  );
  const [strictest] = cheap.sort(
    (a, b) => b.fail - a.fail || Number(hasLowerLimit(b, a, limit)) - Number(hasLowerLimit(a, b, limit)),
  );
  if (strictest === undefined) return undefined;
  const { adds, standards } = strictest;
  const cost = adds === 0 ? "nobody more fails" : `only ${moreFail(adds)}`;
  return change(strictest, `it is what ${asked(standards)}, and ${cost}`);
}

function hasLowerLimit(one: TriedCount, other: TriedCount, limit: string | undefined): boolean {
  if (limit === undefined) return false;
  const differ = Object.keys(one.settings).filter((name) => one.settings[name] !== other.settings[name]);
  return (
    differ.every((name) => name === limit) && Number(one.settings[limit]) < Number(other.settings[limit])
  );
}

/** Nobody fails by the standard who does not fail now, or none but those of whom it is safe to let go. */
function meets(current: TriedCount, standard: TriedCount): boolean {
  return current.looser_than.every((one) => !standard.standards.includes(one.standard) || one.safe === "yes");
}

function safeOption(tried: readonly TriedCount[]): Recommendation | undefined {
  const safe = tried.filter(({ drops, adds }) => drops.safe === "yes" && adds === 0);
  if (safe.length === 0) return undefined;
  const best = safe.reduce((one, other) => (other.drops.subjects > one.drops.subjects ? other : one));
  return change(best, `it drops ${subjects(best.drops.subjects)}, which is safe (${best.drops.why})`);
}

function keep(current: TriedCount, tried: readonly TriedCount[]): Recommendation {
  const standards = current.standards.length > 0 ? `it is what ${asked(current.standards)}` : undefined;
  const unsafe = tried.find(({ drops }) => drops.safe === "no" || drops.safe === "decide");
  const reasons = [
    standards,
    unsafe === undefined ? undefined : "no setting that drops users drops only those whom it is safe to drop",
    ...beginning(current, tried),
  ].filter((one) => one !== undefined);
  const settings = current.settings;
  return {
    settings,
    changes: false,
    reason: withWarning(current, reasons.join("; ") || "nothing speaks for another"),
  };
}

/** Where most fail, a looser setting is a place to begin at, not a goal. */
function beginning(current: TriedCount, tried: readonly TriedCount[]): string[] {
  const judged = current.fail + current.pass;
  const fewer = tried.filter(({ fail, adds }) => fail > 0 && fail < current.fail && adds === 0);
  const least = fewer.at(-1);
  if (least === undefined || 2 * current.fail < judged) return [];
  const most = least.fail === 1 ? "one who fails" : `${thousands(least.fail)} who fail`;
  return [`begin with the ${most} with ${settingText(least, current)}, too`];
}

function change(to: TriedCount, reason: string): Recommendation {
  return { settings: to.settings, changes: true, reason: withWarning(to, reason) };
}

/** Never looser than a named standard without saying so. */
function withWarning({ looser_than: looser }: TriedCount, reason: string): string {
  const [first] = looser;
  if (first === undefined) return reason;
  const names = looser.map(({ standard }) => standard).join(", ");
  return `${reason}; looser than ${names}, by which ${moreFail(Math.max(...looser.map((one) => one.subjects)))}`;
}

/** The settings that differ, as `max_age_days 365`. */
function settingText(one: TriedCount, other: TriedCount): string {
  return Object.entries(one.settings)
    .filter(([name, value]) => other.settings[name] !== value)
    .map(([name, value]) => `${name} ${value}`)
    .join(", ");
}

/** "A and B ask for". */
function asked(standards: readonly string[]): string {
  return `${standards.join(" and ")} ask${standards.length === 1 ? "s" : ""} for`;
}

function subjects(count: number): string {
  return `${thousands(count)} subject${count === 1 ? "" : "s"}`;
}

function moreFail(count: number): string {
  return `${thousands(count)} more ${count === 1 ? "subject fails" : "subjects fail"}`;
}
