import { thousands } from "../model/listed.js";
import type { CauseSearch, ControlCauses } from "../model/results/causes.js";
import { causeDetails, causeSentence } from "./cause-words.js";
import type { View } from "./formats/format.js";
import { paragraph } from "./paragraph.js";

/** The root causes of each control for people, a sentence each and below it how sure it is. */
export function causesText({ tested, controls }: CauseSearch, view: View): string {
  const { paint, width } = view;
  const found = controls.filter(({ causes }) => causes.length > 0);
  const failing = controls.filter(({ fail, causes }) => fail > 0 && causes.length === 0);
  const parts = [
    `${paint.bold("iamspect causes")}  ${thousands(tested)} traits and controls tested`,
    ...found.map((one) => controlText(one, view)),
    ...(failing.length === 0
      ? []
      : [paragraph(`Nothing that those who fail share stands out: ${ids(failing)}.`, width)]),
    paint.dim(paragraph(CAVEAT, width)),
  ];
  return `${parts.join("\n\n")}\n`;
}

const CAVEAT =
  "What fails together need not be the cause, but it is where to look. docs/causes.md tells how it is found.";

function controlText(control: ControlCauses, { paint, width }: View): string {
  const { control_id: id, severity, fail, judged, causes } = control;
  const title = `${paint.bold(id)}  ${severity}  ${thousands(fail)} fail, of ${thousands(judged)} that could`;
  const lines = causes.flatMap((cause) => [
    paragraph(causeSentence(control, cause), width, "  "),
    ...causeDetails(cause).map((detail) => paint.dim(paragraph(detail, width, "    ", "      "))),
  ]);
  return [title, ...lines].join("\n");
}

function ids(controls: readonly ControlCauses[]): string {
  return controls.map(({ control_id: id }) => id).join(", ");
}
