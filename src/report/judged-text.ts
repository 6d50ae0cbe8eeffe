import { evidenceWords } from "../model/evidence-words.js";
import { counted, thousands } from "../model/listed.js";
import type { JudgedControls, WantedEvidence } from "../model/results/judged.js";
import { wrapText } from "./wrap.js";

/** How many controls could be judged, and what the others want, a line each with the command that gets it. */
export function judgedText(
  { controls, whole, wants, left }: JudgedControls,
  width: number,
  full = false,
): string {
  return [wantedText(controls, whole, wants, width), ...leftLines(left, width, full)].join("\n");
}

/** What was not collected at all, and the command that does. */
function leftLines(left: JudgedControls["left"], width: number, full: boolean): string[] {
  if (left.length === 0) return [];
  const controls = left.reduce((sum, one) => sum + one.controls.length, 0);
  const what = `Not looked at, for nothing of them was collected: ${left.map(({ of }) => of).join(", ")} (${counted(controls, "control")}).`;
  return [wrapText(what, width, "  "), ...(full ? [] : ["  iamspect audit --full"])];
}

function wantedText(controls: number, whole: number, wants: JudgedControls["wants"], width: number): string {
  if (whole === controls) {
    return controls === 1
      ? "The control could be judged."
      : `All ${counted(controls, "control")} could be judged.`;
  }
  const head = `${thousands(whole)} of ${counted(controls, "control")} could be judged for everything; the others want:`;
  return [wrapText(head, width), ...wants.flatMap((one) => wantedLines(one, width))].join("\n");
}

/** So many controls are named. */
const NAMED = 3;

function wantedLines({ missing, controls, accounts, command }: WantedEvidence, width: number): string[] {
  const some = controls.slice(0, NAMED).join(", ");
  const names = controls.length > NAMED ? `${some} and ${thousands(controls.length - NAMED)} more` : some;
  const what =
    missing === null
      ? `what the evidence does not hold: ${names}`
      : `${evidenceWords(missing)} of ${counted(accounts, "account")}: ${names}`;
  const how = command === null ? [] : [`    ${command}`];
  return [`  ${wrapText(what, width - 2, "    ")}`, ...how];
}
