import { counted } from "../../model/listed.js";
import type { AuditedPrevalence, AuditResult } from "../../model/results/audit.js";
import type { FindingCounts, FindingStream, ListedFinding } from "../../model/results/findings.js";
import { isExcepted } from "../finding-facts.js";
import { exceptionText } from "../findings-text.js";
import { xmlAttributes, xmlText } from "../xml-text.js";
import type { Format, Renderers } from "./format.js";
import { inPieces } from "./pieces.js";

const KINDS: Renderers = { audit: auditSuites, findings: findingSuites };

/**
 * JUnit's XML, as CI servers show test results: a suite for each control, a case for each finding; of an audit, a case for each
 * control. What is unknown, not applicable or excepted is skipped: that is shown and counted, and breaks no build.
 *
 * @see https://github.com/testmoapp/junitxml
 */
export const junit: Format = { name: "junit", renderer: (kind) => KINDS[kind] };

const HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n';

interface Totals {
  readonly tests: number;
  readonly failures: number;
  readonly skipped: number;
}

function totalsText(name: string, { tests, failures, skipped }: Totals): string {
  return xmlAttributes({ name, tests, failures, errors: 0, skipped });
}

function sum(all: readonly Totals[]): Totals {
  const add = (of: (one: Totals) => number) => all.reduce((total, one) => total + of(one), 0);
  return {
    tests: add(({ tests }) => tests),
    failures: add(({ failures }) => failures),
    skipped: add(({ skipped }) => skipped),
  };
}

/** A case that passes has nothing in it. */
function caseText(classname: string, name: string, outcome = ""): string {
  const head = `    <testcase${xmlAttributes({ classname, name })}`;
  return outcome === "" ? `${head}/>\n` : `${head}>\n      ${outcome}\n    </testcase>\n`;
}

function skippedText(message: string): string {
  return `<skipped${xmlAttributes({ message })}/>`;
}

/** The findings come control by control, and how many each has was counted before. */
async function* findingSuites(stream: FindingStream): AsyncGenerator<string> {
  const counts = new Map((await stream.counts()).map((one) => [one.control_id, one]));
  // With a limit nothing is said of the controls that it cut off.
  const whole = (await stream.more()) === 0;
  const passing = whole ? stream.controls.filter(({ control_id: id }) => !counts.has(id)) : [];
  const without = passing.map(() => ({ tests: 1, failures: 0, skipped: 0 }));
  const all = sum([...[...counts.values()].map(totalsOf), ...without]);
  yield `${HEAD}<testsuites${totalsText("iamspect", all)}>\n`;
  const titles = new Map(stream.controls.map(({ control_id: id, title }) => [id, title]));
  let open: string | undefined;
  yield* inPieces(stream.batches, (finding) => {
    const { control_id: id } = finding;
    const text = findingCase(finding);
    if (id === open) return text;
    const head = suiteHead(id, titles.get(id) ?? "", totalsOf(counts.get(id)));
    const before = open === undefined ? "" : "  </testsuite>\n";
    open = id;
    return `${before}${head}${text}`;
  });
  if (open !== undefined) yield "  </testsuite>\n";
  for (const { control_id: id, title } of passing) {
    const totals = { tests: 1, failures: 0, skipped: 0 };
    yield `${suiteHead(id, title, totals)}${caseText(`iamspect.${id}`, "no findings")}  </testsuite>\n`;
  }
  yield "</testsuites>\n";
}

function suiteHead(id: string, title: string, totals: Totals): string {
  return `  <testsuite${totalsText(`${id}: ${title}`, totals)}>\n`;
}

function totalsOf(counts: FindingCounts | undefined): Totals {
  if (counts === undefined) return { tests: 0, failures: 0, skipped: 0 };
  const { fail, excepted, unknown, pass, not_applicable } = counts;
  return {
    tests: fail + unknown + pass + not_applicable,
    failures: fail - excepted,
    skipped: excepted + unknown + not_applicable,
  };
}

function findingCase(finding: ListedFinding): string {
  const {
    control_id: id,
    subject_arn: arn,
    subject_kind: kind,
    subject_name: name,
    credential,
    slot,
  } = finding;
  const which = [credential?.replaceAll("_", " "), slot].filter((part) => part != null).join(" ");
  const subject = kind === "account" ? name : arn;
  return caseText(`iamspect.${id}`, which === "" ? subject : `${subject} ${which}`, outcomeText(finding));
}

function outcomeText(finding: ListedFinding): string {
  const { status, reason, severity, remediation, subject_arn: arn, account_id, owner } = finding;
  if (status === "pass") return "";
  if (status !== "fail") return skippedText(`${status.replaceAll("_", " ")}: ${reason}`);
  if (isExcepted(finding)) return skippedText(`${reason}${exceptionText(finding)}`);
  const facts = [`severity: ${severity}`, `subject: ${arn}`, `account: ${account_id}`];
  const lines = [
    ...facts,
    ...(owner === null ? [] : [`owner: ${owner}`]),
    remediation.console,
    remediation.cli,
  ];
  const body = lines.map(xmlText).join("\n");
  return `<failure${xmlAttributes({ message: reason, type: severity })}>${body}</failure>`;
}

function auditSuites({ prevalence }: AuditResult): string {
  const cases = prevalence.map(controlCase);
  const total = sum(cases.map(({ totals }) => totals));
  const text = cases.map((one) => one.text).join("");
  const attributes = totalsText("iamspect audit", total);
  return `${HEAD}<testsuites${attributes}>\n  <testsuite${attributes}>\n${text}  </testsuite>\n</testsuites>\n`;
}

function controlCase(control: AuditedPrevalence): { readonly text: string; readonly totals: Totals } {
  const { control_id: id, title, severity, fail, unknown, pass, excepted, population } = control;
  const failing = fail - excepted;
  const counts = `${failing} of ${population} fail`;
  const message = [
    excepted > 0 ? `${counts}, ${excepted} more are excepted` : counts,
    ...(unknown > 0 ? [`${unknown} are unknown`] : []),
  ].join(", ");
  const passes = failing === 0 && unknown === 0 && excepted === 0 && pass > 0;
  const failure = `<failure${xmlAttributes({ message, type: severity })}>${xmlText(title)}</failure>`;
  const nothing = population === 0 || (pass === 0 && fail === 0 && unknown === 0);
  const skipped = skippedText(nothing ? `not applicable to ${counted(population, "subject")}` : message);
  const outcome = failing > 0 ? failure : passes ? "" : skipped;
  const totals = { tests: 1, failures: failing > 0 ? 1 : 0, skipped: failing > 0 || passes ? 0 : 1 };
  return { text: caseText("iamspect.audit", `${id}: ${title}`, outcome), totals };
}
