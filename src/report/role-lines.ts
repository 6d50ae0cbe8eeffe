import type { RoleRecord } from "../model/results/mfa.js";
import { plainText } from "./text.js";

const SHOWN_ROLES = 20;
const ANSWERS = ["open", "conditional", "closed"] as const;

/** Each role with what its sessions can assume after it, where that was followed. */
function inChains(roles: readonly RoleRecord[]): RoleRecord[] {
  const followed = new Set<string>();
  const after = (from: string, depth: number): RoleRecord[] =>
    roles.flatMap((note) => {
      if (note.from !== from || note.depth !== depth) return [];
      if (followed.has(note.role)) return [note];
      if (note.requests.some(({ answer }) => answer !== "closed")) followed.add(note.role);
      return [note, ...after(note.role, depth + 1)];
    });
  return after(roles[0]?.from ?? "", 1);
}

function answers({ requests, gives }: RoleRecord): string {
  const parts = ANSWERS.flatMap((answer) => {
    const names = requests.flatMap((one) =>
      one.answer === answer ? [one.name === "mfa" ? "those with MFA" : one.name] : [],
    );
    if (names.length === 0) return [];
    return [names.length === requests.length ? answer : `${answer} to ${names.join(", ")}`];
  });
  if (requests.every(({ answer }) => answer === "closed")) return "closed";
  const given = gives.harmful ? gives.tier : "nothing harmful";
  return `${parts.join("; ")}; ${gives.known ? `gives ${given}` : "may give anything"}`;
}

/** The chains of roles as a tree: who assumes which, whether it can, and why. */
export function roleLines(roles: readonly RoleRecord[]): string[] {
  if (roles.length === 0) return [];
  const ordered = inChains(roles);
  const shown = ordered.slice(0, SHOWN_ROLES).flatMap((note) => {
    const indent = "  ".repeat(note.depth);
    return [
      `${indent}${note.depth === 1 ? "" : "then "}${plainText(note.role)}: ${answers(note)}`,
      ...note.why.map((why) => `${indent}  ${plainText(why)}`),
    ];
  });
  const more = ordered.length - SHOWN_ROLES;
  return [
    "roles it may assume:",
    ...shown,
    ...(more > 0 ? [`  and ${more} more (--format json has them)`] : []),
  ];
}
