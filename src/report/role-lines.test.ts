import { expect, test } from "vitest";
import type { RoleRecord } from "../model/results/mfa.js";
import { roleLines } from "./role-lines.js";

const arn = (name: string) => `arn:aws:iam::111122223333:role/${name}`;
const USER = "arn:aws:iam::111122223333:user/ann";
const gives = (tier: RoleRecord["gives"]["tier"]) => ({
  harmful: tier !== "none",
  tier,
  known: true,
});

function note(
  from: string,
  role: string,
  depth: number,
  answer: "open" | "closed",
  rest: object = {},
): RoleRecord {
  const requests = [{ name: "role-session" as const, answer }];
  return { from, role, depth, requests, why: [`${answer} because.`], gives: gives("write"), ...rest };
}

test("chains are a tree; what a role leads to stands below it once", () => {
  const first: RoleRecord["requests"] = [
    { name: "key", answer: "closed" },
    { name: "key-session", answer: "conditional" },
    { name: "mfa", answer: "open" },
  ];
  const roles = [
    note(USER, arn("A"), 1, "open", { requests: first }),
    note(USER, arn("B"), 1, "closed"),
    note(arn("A"), arn("B"), 2, "open", { gives: gives("none") }),
    note(arn("B"), arn("C"), 3, "open", { gives: { ...gives("escalation"), known: false } }),
  ];
  expect(roleLines(roles)).toEqual([
    "roles it may assume:",
    `  ${arn("A")}: open to those with MFA; conditional to key-session; closed to key; gives write`,
    "    open because.",
    `    then ${arn("B")}: open; gives nothing harmful`,
    "      open because.",
    `      then ${arn("C")}: open; may give anything`,
    "        open because.",
    `  ${arn("B")}: closed`,
    "    closed because.",
  ]);
});

test("says how many are left out, and nothing where there is none", () => {
  const many = Array.from({ length: 25 }, (_, index) => note(USER, arn(`R${index}`), 1, "closed"));
  expect(roleLines(many).at(-1)).toBe("  and 5 more (--format json has them)");
  expect(roleLines([])).toEqual([]);
});

test("texts of policies cannot write to the terminal", () => {
  const hostile = note(USER, `${arn("A")}\u001b[31m`, 1, "closed", { why: ["\u001b]0;x\u0007."] });
  expect(roleLines([hostile]).join("")).not.toMatch(/\p{Cc}/u);
});
