import { parseArn } from "../model/arn.js";
import type { FindingControl, FindingStream, ListedFinding } from "../model/results/findings.js";

/** `aws`, `aws-cn`, `aws-us-gov`: where the subject is. */
export function partitionOf({ subject_arn: arn }: Pick<ListedFinding, "subject_arn">): string {
  return parseArn(arn)?.partition ?? "aws";
}

/** The controls of findings by their ids. */
export function controlsById({ controls }: Pick<FindingStream, "controls">): Map<string, FindingControl> {
  return new Map(controls.map((control) => [control.control_id, control]));
}

/** The standards whose requirements a finding answers, by title: `CIS AWS Foundations Benchmark 5.0`. */
export function standardsOf(finding: Pick<ListedFinding, "frameworks">, titles: FindingStream["frameworks"]) {
  return Object.keys(finding.frameworks).map((id) => titleOf(id, titles));
}

/** The requirements that a finding answers: `CIS AWS Foundations Benchmark 5.0 1.13`. */
export function requirementsOf(
  finding: Pick<ListedFinding, "frameworks">,
  titles: FindingStream["frameworks"],
): string[] {
  return Object.entries(finding.frameworks).flatMap(([id, requirements]) =>
    requirements.map((requirement) => `${titleOf(id, titles)} ${requirement}`),
  );
}

/** A person's own control may name any framework, so any name may be missing. */
function titleOf(id: string, titles: FindingStream["frameworks"]): string {
  return Object.hasOwn(titles, id) ? (titles[id] ?? id) : id;
}

/** It fails, and an exception covers it. */
export function isExcepted({ status, exception }: Pick<ListedFinding, "status" | "exception">): boolean {
  return status === "fail" && exception !== undefined && exception !== null;
}

/** What it is about in words: the subject, and which of its credentials: `ann, access key 1`. */
export function aboutText({ subject_name: name, credential, slot }: ListedFinding): string {
  if (credential === null) return name;
  const which = `${credential.replaceAll("_", " ")}${slot === null ? "" : ` ${slot}`}`;
  return `${name}, ${which}`;
}
