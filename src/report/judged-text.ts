import { evidenceWords } from "../model/evidence-words.js";
import { thousands } from "../model/listed.js";
import type { JudgedControls, WantedEvidence } from "../model/results/judged.js";
import { counted } from "./text.js";
import { wrapText } from "./wrap.js";

/** How many controls could be judged, and what the others want, a line each with the command that gets it. */
export function judgedText({ controls, whole, wants }: JudgedControls, width: number): string {
  if (whole === controls) return `All ${counted(controls, "control")} could be judged.`;
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
