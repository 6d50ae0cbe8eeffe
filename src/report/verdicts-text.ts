import type { ListedFinding } from "../model/results/findings.js";
import { commandText } from "./command-text.js";
import { exceptionText, verdictPaint } from "./findings-text.js";
import { hangingText } from "./fit-lines.js";
import type { View } from "./formats/format.js";
import { grid, wrapped } from "./grid.js";
import { plainText } from "./text.js";

const INDENT = "    ";

/** The verdicts on one subject: what fails with how it is fixed, and then the others. */
export function verdictsText(verdicts: readonly ListedFinding[], view: View): string {
  const { paint, width } = view;
  const fails = verdicts.filter(({ status }) => status === "fail");
  const others = verdicts.filter(({ status }) => status !== "fail");
  const failing = fails.length === 0 ? ["  nothing"] : fails.map((one) => failText(one, view));
  const rest = grid(
    [
      { title: "  VERDICT", paint: (text) => verdictPaint(text.trim().replaceAll(" ", "_"), paint)(text) },
      { title: "CONTROL" },
      { title: "SEVERITY", spare: 1 },
      wrapped("WHY"),
    ],
    others.map((one) => [`  ${one.status.replaceAll("_", " ")}`, one.control_id, one.severity, one.reason]),
    width,
  );
  return [
    `${paint.bold("What fails, and how to fix it")}\n${failing.join("\n")}`,
    ...(others.length === 0 ? [] : [`${paint.bold("Other verdicts")}\n${rest}`]),
  ].join("\n\n");
}

function failText(one: ListedFinding, { paint, width }: View): string {
  const { severity, control_id: id, reason, remediation } = one;
  const paragraph = (text: string) => INDENT + hangingText(plainText(text), width, INDENT);
  return [
    `  ${paint.red(severity)}  ${paint.bold(plainText(id))}`,
    paragraph(reason + exceptionText(one)),
    INDENT + commandText(remediation.cli, width - INDENT.length, INDENT),
  ].join("\n");
}
