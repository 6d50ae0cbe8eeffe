import pc from "picocolors";
import { expect, test } from "vitest";
import type { ListedFinding } from "../model/results/findings.js";
import { EXCEPTION, FINDING, findingStream } from "../model/results/test-finding.js";
import { findingsText } from "./findings-text.js";
import type { View } from "./formats/format.js";
import { textWidth } from "./text-width.js";

const PLAIN = { paint: pc.createColors(false), width: 80 };

async function printed(batches: ListedFinding[][], view: Partial<View> = {}, more = 0): Promise<string> {
  let text = "";
  for await (const piece of findingsText(findingStream(batches, more), { ...PLAIN, ...view })) text += piece;
  return text;
}

const ROOT: ListedFinding = {
  ...FINDING,
  control_id: "root-mfa",
  title: "The root user has MFA",
  severity: "critical",
  subject_kind: "root_user",
  subject_arn: "arn:aws:iam::111122223333:root",
  credential: null,
  slot: null,
  reason: "Root of account 111122223333 has credentials and no MFA device.",
};

test("those of one control and verdict stand under one heading, in 80 columns", async () => {
  expect(
    await printed([[ROOT, FINDING], [{ ...FINDING, status: "unknown", reason: "It is not known." }]]),
  ).toBe(
    "critical fail  root-mfa: The root user has MFA\n" +
      "  ACCOUNT       WHY\n" +
      "  111122223333  Root of account 111122223333 has credentials and no MFA device.\n" +
      "\n" +
      "medium fail  user-key-rotation: Active access keys are no older than 90 days\n" +
      "  ACCOUNT       WHY\n" +
      "  111122223333  The access key 1 of ann was created 2020-01-01, 389 days before\n" +
      "                the audit (limit 90).\n" +
      "\n" +
      "medium unknown  user-key-rotation: Active access keys are no older than 90 days\n" +
      "  ACCOUNT       WHY\n" +
      "  111122223333  It is not known.\n",
  );
});

test("a wide terminal shows who owns it, since when, and which subject", async () => {
  const [, heading = "", row = ""] = (await printed([[FINDING]], { width: 200 })).split("\n");
  expect(heading.trim().split(/ {2,}/)).toEqual([
    "ACCOUNT",
    "ACCOUNT NAME",
    "OWNER",
    "SINCE",
    "SUBJECT",
    "WHY",
  ]);
  for (const value of ["shop-prod", "web", "2020-03-31", FINDING.subject_arn]) expect(row).toContain(value);
});

test("who accepted it is told beside the reason", async () => {
  expect(await printed([[{ ...FINDING, exception: EXCEPTION }]], { width: 240 })).toContain(
    "(limit 90). Excepted by o until 2027-01-31 (x1).",
  );
});

test("of many findings a thousand at a time, under one heading", async () => {
  const many = Array.from({ length: 2_500 }, () => FINDING);
  const text = await printed([many.slice(0, 700), many.slice(700)], { width: 200 });
  expect(text.match(/ACCOUNT NAME/g)).toHaveLength(1);
  expect(text.match(/389 days/g)).toHaveLength(2_500);
});

test("it says how many more there are, and that there are none", async () => {
  expect(await printed([[FINDING]], {}, 1_234)).toContain("\n1,234 more findings. Say --limit N");
  expect(await printed([[FINDING]], {}, 1)).toContain("\n1 more finding. ");
  expect(await printed([])).toBe("No finding fits.\n");
});

test("verbose tells all that is known, and what to do, in 80 columns", async () => {
  const text = await printed([[FINDING]], { verbose: true });
  for (const part of [
    "    subject        arn:aws:iam::111122223333:user/team/ann\n",
    "    account        111122223333 shop-prod\n",
    "    OU             /Workloads\n",
    "    owner          web\n",
    "    failing since  2020-03-31T00:00:00Z\n",
    "    frameworks     cis_v5.0 1.13; security_hub IAM.3\n",
    "    fix            IAM > Users > the user > ",
    "    command        aws iam update-access-key --user-name ann --access-key-id \\\n",
    "    accept it      iamspect exceptions add --control user-key-rotation ",
  ]) {
    expect(text).toContain(part);
  }
  for (const line of text.split("\n")) expect(textWidth(line)).toBeLessThanOrEqual(80);
});

test("hostile names move nothing on the terminal", async () => {
  const evil = "ev\u001b[31mil\u202e";
  const one = { ...FINDING, reason: evil, owner: evil, account_name: evil, subject_arn: evil, title: evil };
  for (const view of [{ width: 200 }, { verbose: true }]) {
    const text = await printed([[one]], view);
    expect(text).toContain("ev\\u{1b}[31mil\\u{202e}");
    expect(text).not.toContain("\u001b");
    expect(text).not.toContain("\u202e");
  }
});
