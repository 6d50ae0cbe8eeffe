import { counted, thousands } from "../model/listed.js";
import type {
  Breakdown,
  ControlTuning,
  FoundPitfall,
  Settings,
  TriedCount,
  TuneResult,
} from "../model/results/tuning.js";
import { RANK, STATUSES } from "../model/status.js";
import { USER_KINDS, type UserKind } from "../model/user-kind.js";
import type { View } from "./formats/format.js";
import { grid, number, numbers, wrapped } from "./grid.js";
import { paragraph } from "./paragraph.js";
import { plainText } from "./text.js";

/** How counts change with settings, what to set, and which pitfalls apply to this data, for people. */
export function tuneText({ tunings }: TuneResult, view: View): string {
  const common = commonTexts(tunings);
  const told = tunings
    .map((one) => ({ ...one, pitfalls: one.pitfalls.filter(({ text }) => !common.has(text)) }))
    .filter((one) => one.recommendation !== null || one.pitfalls.length > 0);
  const changes = tunings.filter((one) => one.recommendation?.changes === true).length;
  const tail =
    changes === 0
      ? "Nothing needs another setting."
      : `${counted(changes, "setting")} would change: --write puts ${changes === 1 ? "it" : "them"} into iamspect.yaml.`;
  const controls = told.map((one) => controlText(one, view));
  const shared = common.size === 0 ? [] : [commonText(tunings, common, view)];
  return `${[view.paint.bold("iamspect tune"), ...controls, ...shared, paragraph(tail, view.width)].join("\n\n")}\n`;
}

/** Pitfalls of evidence concern many controls: from so many on they are told once. */
const COMMON = 3;

function commonTexts(tunings: readonly ControlTuning[]): ReadonlySet<string> {
  const times = new Map<string, number>();
  for (const { text } of tunings.flatMap(({ pitfalls }) => pitfalls))
    times.set(text, (times.get(text) ?? 0) + 1);
  return new Set([...times].filter(([, count]) => count >= COMMON).map(([text]) => text));
}

function commonText(
  tunings: readonly ControlTuning[],
  common: ReadonlySet<string>,
  { paint, width }: View,
): string {
  const lines = [...common].map((text) => {
    const where = tunings.flatMap(({ control_id: id, pitfalls }) =>
      pitfalls.filter((one) => one.text === text).map((one) => `${id} ${countsText(one)}`),
    );
    return line(`${text} (${where.join("; ")})`, width);
  });
  return [paint.yellow("pitfalls that concern several controls"), ...lines].join("\n");
}

/** What is said of a control: further lines of one hang below its first. */
function line(text: string, width: number): string {
  return paragraph(text, width, "  ", "    ");
}

function controlText(tuning: ControlTuning, view: View): string {
  const { paint, width } = view;
  const { control_id: id, severity, title, failing, recommendation, pitfalls } = tuning;
  const lines = [paragraph(`${id}  ${severity}  ${title}`, width, "", "  ").replace(id, paint.bold)];
  if (recommendation !== null)
    lines.push(triedGrid(tuning, view), ...reasonTexts(tuning.tried).map((text) => line(text, width)));
  if (failing.groups.length > 0) lines.push(line(`who fails: ${breakdownText(failing)}`, width));
  if (recommendation !== null) {
    const { changes, settings, reason } = recommendation;
    const what = `${changes ? "set" : "keep"} ${settingsText(settings)}`;
    const text = line(`recommended: ${what}: ${reason}.`, width).replace("recommended:", paint.bold);
    lines.push(changes ? text.replace(what, paint.yellow) : text);
  }
  const texts = pitfalls.map((one) => line(`pitfall: ${pitfallLine(one)}`, width));
  return [...lines, ...texts.map((text) => text.replace("pitfall:", paint.yellow))].join("\n");
}

function triedGrid({ tried, failing }: ControlTuning, { paint, width }: View): string {
  const kinds = USER_KINDS.filter((kind) => failing.kinds[kind] !== undefined);
  const columns = [
    "",
    wrapped("SETTING"),
    ...numbers("FAIL", "CHANGE"),
    ...kinds.map((kind, index) => ({ ...number(KINDS[kind].toUpperCase(), paint.dim), spare: index })),
    { title: "SAFE", paint: (text: string) => (text.startsWith("no") ? paint.red(text) : text) },
    wrapped("STANDARD", paint.dim),
  ];
  const current = tried.find((one) => one.current);
  const shown = tried.filter((one) => one.current || !sameAs(one, current));
  const rows = shown.map((one) => [
    one.current ? "*" : "",
    settingsText(one.settings),
    thousands(one.fail),
    changeText(one.fail - (current?.fail ?? 0)),
    ...kinds.map((kind) => changeText(-(one.drops.kinds[kind] ?? 0))),
    one.drops.safe ?? "",
    one.standards.join(", "),
  ]);
  const hidden = tried.length - shown.length;
  const note =
    hidden === 0
      ? []
      : [paint.dim(`${hidden} more ${hidden === 1 ? "setting comes" : "settings come"} to the same`)];
  return indent([grid(columns, rows, width - 2), ...note].join("\n"));
}

/** Why the mildest of the settings that are not safe is not, and what makes others safe. */
function reasonTexts(tried: readonly TriedCount[]): string[] {
  return (["yes", "no", "decide"] as const).flatMap((safe) => {
    const first = tried.find(({ drops }) => drops.safe === safe);
    if (first === undefined) return [];
    return [`${SAFE[safe]} ${settingsText(first.settings)}: ${first.drops.why}`];
  });
}

const SAFE = { yes: "safe:", no: "not safe:", decide: "to decide:" } as const;

/** Nobody is judged otherwise, and no standard asks for it: there is nothing to see. */
function sameAs(one: TriedCount, current: TriedCount | undefined): boolean {
  return (
    one.standards.length === 0 &&
    one.adds === 0 &&
    one.drops.subjects === 0 &&
    one.unknown === current?.unknown
  );
}

function breakdownText({ kinds, groups }: Breakdown): string {
  const ofKinds = USER_KINDS.flatMap((kind) => {
    const count = kinds[kind];
    return count === undefined ? [] : [`${thousands(count)} ${count === 1 ? ONE[kind] : KINDS[kind]}`];
  });
  const of = groups.map(({ title, subjects }) => `${title}: ${thousands(subjects)}`);
  return `${ofKinds.join(", ")}; of these, ${of.join("; ")}`;
}

const ONE: Readonly<Record<UserKind, string>> = { human: "person", machine: "machine", unclear: "unclear" };
const KINDS: Readonly<Record<UserKind, string>> = {
  human: "people",
  machine: "machines",
  unclear: "unclear",
};

function pitfallLine(pitfall: FoundPitfall): string {
  return `${pitfall.text} (${countsText(pitfall)})`;
}

/** "30 fail, 1,500 unknown". */
function countsText({ verdicts }: FoundPitfall): string {
  const worstFirst = [...STATUSES].sort((a, b) => RANK[b] - RANK[a]);
  const counts = worstFirst.flatMap((status) => {
    const count = verdicts[status];
    return count === undefined ? [] : [`${thousands(count)} ${status.replace("_", " ")}`];
  });
  return counts.join(", ");
}

/** `max_age_days 90`. */
function settingsText(settings: Settings): string {
  return Object.entries(settings)
    .map(([name, value]) => `${name} ${plainText(String(value))}`)
    .join(", ");
}

function changeText(change: number): string {
  return change > 0 ? `+${thousands(change)}` : change < 0 ? `-${thousands(-change)}` : "";
}

function indent(text: string): string {
  return text
    .split("\n")
    .map((line) => `  ${line}`)
    .join("\n");
}
