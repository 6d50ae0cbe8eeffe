import { expect, test } from "vitest";
import { EXCEPTION, FINDING, findingStream } from "../../model/results/test-finding.js";
import { elementsOf, htmlOf, LINKED, textOfHtml, withoutCode } from "../test-markdown.js";
import { plainText } from "../text.js";
import { AUDIT, PREVALENCE } from "./test-audit.js";
import { hostileFinding, PAYLOADS } from "./test-hostile.js";
import { rendered } from "./test-render.js";

const OURS = ["br", "code", "h2", "h3", "p", "strong", "table", "tbody", "td", "th", "thead", "tr"];

test("findings stand in a table under their control, behind how many there are", async () => {
  const other = { ...FINDING, control_id: "other", title: "Another", account_name: null, since: null };
  const stream = findingStream([[FINDING, { ...FINDING, exception: EXCEPTION }], [other]], 7);
  const text = await rendered("markdown", "findings", stream);
  expect(text).toContain("**2 findings to fix**, 1 excepted, 0 unknown, by 2 controls.");
  expect(text).toContain("### `user-key-rotation` Active access keys are no older than 90 days");
  expect(text).toContain("**medium**, 2 fail, 0 unknown. What to do: Replace the key by a role.");
  expect(text.match(/^\| fail/gm)).toHaveLength(3);
  expect(text).toContain(
    "| fail, excepted | `ann, access key 1`<br>`arn:aws:iam::111122223333:user/team/ann` |",
  );
  expect(text.endsWith("\n7 more findings left out.\n")).toBe(true);
  expect(await rendered("markdown", "findings", findingStream([]))).toContain("No finding fits.");
});

test("an audit says first what to do, then what fails, then what is not known", async () => {
  const left = [{ of: "S3 buckets", controls: ["a", "b"] }];
  const wants = [
    {
      missing: "authorization_details",
      controls: ["a"],
      accounts: 2,
      command: "aws iam get-account-authorization-details",
    },
    { missing: null, controls: ["b"], accounts: 0, command: null },
  ];
  const judged = { controls: 3, whole: 1, wants, left };
  const around = [{ control_id: "bucket", severity: "high" as const, fail: 2, what: "Block public access." }];
  const prevalence = [PREVALENCE, { ...PREVALENCE, control_id: "worse", severity: "critical" as const }];
  const audit = { ...AUDIT, prevalence, judged, with_exceptions: true, first: { ...AUDIT.first, around } };
  const text = await rendered("markdown", "audit", audit);
  expect(text).toMatch(/^## iamspect audit\n\n\*\*2 controls of 2 fail\*\*, 1 of them critical or high\./);
  const places = [
    "### What to do first",
    "| high | 2 | `bucket` | Block public access. |",
    "### Controls that fail",
  ];
  const later = ["| critical | `worse`", "| medium | `user-key-rotation`", "### What could not be judged"];
  const found = [...places, ...later, "Not looked at", "S3 buckets (2 controls)"].map((one) =>
    text.indexOf(one),
  );
  expect(found).not.toContain(-1);
  expect(found).toEqual([...found].sort((a, b) => a - b));
  expect(elementsOf(htmlOf(text)).filter((name) => !OURS.includes(name))).toEqual([]);
});

test("hostile text is shown as it is, and is neither link nor mention", async () => {
  const findings = PAYLOADS.map(hostileFinding);
  const html = htmlOf(await rendered("markdown", "findings", findingStream([findings])));
  expect(elementsOf(html).filter((name) => !OURS.includes(name))).toEqual([]);
  expect(withoutCode(html)).not.toMatch(LINKED);
  const rows = [...html.matchAll(/<tbody>(.*?)<\/tbody>/gs)].map(([, body = ""]) =>
    [...body.matchAll(/<td>(.*?)<\/td>/gs)].map(([, cell = ""]) => cell),
  );
  for (const [place, { subject_name, subject_arn, owner, reason }] of findings.entries()) {
    const [, subject = "", , own = "", , why = ""] = rows[place] ?? [];
    const about = `${plainText(subject_name)}, access key 1`;
    expect(textOfHtml(subject.replace("<br", "\n<br"))).toBe(`${about}\n${plainText(subject_arn)}`);
    expect([textOfHtml(own), textOfHtml(why)]).toEqual([
      plainText(owner ?? ""),
      plainText(reason.replace(/\s+/g, " ")),
    ]);
  }
});

test("the same holds of what an audit shows", async () => {
  for (const payload of PAYLOADS) {
    const groups = [{ group: payload, name: payload, prevalence: [PREVALENCE] }];
    const prevalence = [{ ...PREVALENCE, control_id: payload, title: `T ${payload}` }];
    const audit = { ...AUDIT, prevalence, groups, by: "account" as const, settings: [payload] };
    const html = htmlOf(await rendered("markdown", "audit", audit));
    expect(elementsOf(html).filter((name) => !OURS.includes(name))).toEqual([]);
    expect(withoutCode(html)).not.toMatch(LINKED);
    expect(textOfHtml(html)).toContain(plainText(payload));
  }
});
