import { DOMParser, type Element } from "@xmldom/xmldom";
import { expect, test } from "vitest";
import type { AuditResult } from "../../model/results/audit.js";
import type { ListedFinding } from "../../model/results/findings.js";
import { CONTROL, EXCEPTION, FINDING, findingStream } from "../../model/results/test-finding.js";
import { plainText } from "../text.js";
import { AUDIT, PREVALENCE } from "./test-audit.js";
import { hostileFinding, PAYLOADS } from "./test-hostile.js";
import { rendered } from "./test-render.js";

function parsed(text: string) {
  const onError = (_: string, message: string) => {
    throw new Error(message);
  };
  return new DOMParser({ onError }).parseFromString(text, "text/xml");
}

function elements(of: Pick<Element, "getElementsByTagName">, name: string): Element[] {
  return [...of.getElementsByTagName(name)];
}

const suites = async (...findings: ListedFinding[]) =>
  parsed(await rendered("junit", "findings", findingStream([findings])));

const NAMES = ["name", "tests", "failures", "errors", "skipped"];
const attributes = (element: Element) => NAMES.map((name) => element.getAttribute(name));

test("a control is a suite and a finding a case: only what fails and is not excepted is a failure", async () => {
  const other = { ...FINDING, control_id: "other", title: "Another" };
  const document = await suites(
    FINDING,
    { ...FINDING, exception: EXCEPTION },
    { ...FINDING, status: "unknown" },
    { ...other, status: "pass" },
    { ...other, status: "not_applicable" },
  );
  expect(elements(document, "testsuites").map(attributes)).toEqual([["iamspect", "5", "1", "0", "3"]]);
  expect(elements(document, "testsuite").map(attributes)).toEqual([
    ["user-key-rotation: Active access keys are no older than 90 days", "3", "1", "0", "2"],
    ["other: Another", "2", "0", "0", "1"],
  ]);
  expect(elements(document, "testcase").map((one) => one.getAttribute("name"))[0]).toBe(
    `${FINDING.subject_arn} access key 1`,
  );
  expect(elements(document, "failure").map((one) => one.getAttribute("message"))).toEqual([FINDING.reason]);
  expect(elements(document, "skipped").map((one) => one.getAttribute("message"))).toEqual([
    `${FINDING.reason} Excepted by o until 2027-01-31 (x1).`,
    `unknown: ${FINDING.reason}`,
    `not applicable: ${FINDING.reason}`,
  ]);
});

test("a control without findings passes, unless a limit cut it off", async () => {
  const none = { ...findingStream([]), controls: [CONTROL] };
  const document = parsed(await rendered("junit", "findings", none));
  expect(elements(document, "testcase").map((one) => one.getAttribute("name"))).toEqual(["no findings"]);
  const cut = parsed(await rendered("junit", "findings", { ...none, more: async () => 3 }));
  expect(elements(cut, "testcase")).toEqual([]);
});

test("of an audit each control is a case", async () => {
  const control = (id: string, counts: Partial<AuditResult["prevalence"][number]>) => {
    return { ...PREVALENCE, control_id: id, fail: 0, pass: 0, unknown: 0, population: 4, ...counts };
  };
  const prevalence = [
    control("fails", { fail: 3, excepted: 1, pass: 1 }),
    control("excepted", { fail: 1, excepted: 1, pass: 3 }),
    control("unknown", { pass: 1, unknown: 3 }),
    control("passes", { pass: 4 }),
    control("nothing", { not_applicable: 4 }),
  ];
  const document = parsed(await rendered("junit", "audit", { ...AUDIT, prevalence }));
  expect(elements(document, "testsuite").map(attributes)).toEqual([["iamspect audit", "5", "1", "0", "3"]]);
  const outcomes = elements(document, "testcase").map((one) =>
    [...elements(one, "failure"), ...elements(one, "skipped")].map((inner) => inner.getAttribute("message")),
  );
  expect(outcomes).toEqual([
    ["2 of 4 fail, 1 more are excepted"],
    ["0 of 4 fail, 1 more are excepted"],
    ["0 of 4 fail, 3 are unknown"],
    [],
    ["not applicable to 4 subjects"],
  ]);
});

/** What no XML may hold is spelled, as what is invisible is everywhere. */
const shown = (text: string) =>
  plainText(text).replaceAll("\ufffe", "\\u{fffe}").replaceAll("\uffff", "\\u{ffff}");

test("hostile text is the same text when it is read again, with what is invisible spelled", async () => {
  const findings = PAYLOADS.map((payload, place) => ({ ...hostileFinding(payload, place), exception: null }));
  const document = await suites(...findings);
  const failures = elements(document, "failure");
  const names = elements(document, "testcase").map((one) => one.getAttribute("name"));
  for (const [place, { reason, subject_arn, remediation }] of findings.entries()) {
    expect(failures[place]?.getAttribute("message")).toBe(shown(reason));
    expect(names[place]).toBe(`${shown(subject_arn)} access key 1`);
    expect(failures[place]?.textContent).toContain(shown(remediation.cli));
  }
  const excepted = parsed(await rendered("junit", "findings", findingStream([PAYLOADS.map(hostileFinding)])));
  expect(elements(excepted, "testcase")).toHaveLength(PAYLOADS.length);
});
