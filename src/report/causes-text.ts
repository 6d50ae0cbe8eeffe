import { thousands } from "../model/listed.js";
import type { CausesResult, ControlCauses } from "../model/results/causes.js";
import { causeDetails, causeSentence } from "./cause-words.js";
import type { View } from "./formats/format.js";
import type { Paint } from "./paint.js";
import { plainText } from "./text.js";

/** The root causes of each control for people, a sentence each and below it how sure it is. */
export function causesText({ snapshot_id, as_of, tested, controls }: CausesResult, { paint }: View): string {
  const found = controls.filter(({ causes }) => causes.length > 0);
  const failing = controls.filter(({ fail, causes }) => fail > 0 && causes.length === 0);
  const head = `${paint.bold("iamspect causes")}  ${thousands(tested)} traits and controls tested  as of ${as_of}  snapshot ${plainText(snapshot_id)}`;
  const parts = [
    head,
    ...found.map((one) => controlText(one, paint)),
    ...(failing.length === 0 ? [] : [`Nothing that those who fail share stands out: ${ids(failing)}.`]),
    paint.dim(
      "What fails together need not be the cause, but it is where to look. docs/causes.md tells how it is found.",
    ),
  ];
  return `${parts.join("\n\n")}\n`;
}

function controlText(control: ControlCauses, paint: Paint): string {
  const { control_id: id, severity, fail, judged, causes } = control;
  const title = `${paint.bold(id)}  ${severity}  ${thousands(fail)} of ${thousands(judged)} that could fail do`;
  const lines = causes.flatMap((cause) => [
    `  ${causeSentence(control, cause)}`,
    ...causeDetails(cause).map((detail) => paint.dim(`    ${detail}`)),
  ]);
  return [title, ...lines].join("\n");
}

function ids(controls: readonly ControlCauses[]): string {
  return controls.map(({ control_id: id }) => id).join(", ");
}
