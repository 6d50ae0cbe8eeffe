import fc from "fast-check";
import pc from "picocolors";
import { describe, expect, test } from "vitest";
import type { Fix, FixList, FixSubject } from "../model/results/fixes.js";
import { fixesText } from "./fixes-text.js";
import { shellLines } from "./shell-lines.js";
import { textWidth } from "./text-width.js";

const fix = (more: Partial<Fix>): Fix => ({
  fix: "remove-root-keys",
  title: "Remove the access keys of 46 root users",
  emergency: "root-keys",
  users: 46,
  credentials: 46,
  risk_removed: 1828.8,
  cumulative: 1967.9,
  cumulative_percent: 1.15,
  effort: { hours: 34.5 },
  reversible: true,
  undo: "deactivate first, delete after a quiet month",
  breaks: "a program that works as root, which should have a role",
  in_use: 5,
  uses: [{ service: "ec2", region: "us-east-1", credentials: 3 }],
  kinds: { human: 0, machine: 0, unclear: 0, root: 46 },
  owners: [{ owner: "platform", users: 46, risk_removed: 1828.8 }],
  controls: ["root-access-key"],
  findings: { resolved: 46, milder: 0, unchanged: 15 },
  unit: null,
  last_used_at: "2021-01-15T00:00:00Z",
  command: "iamspect findings --status fail --control root-access-key",
  ...more,
});

const subject = (name: string): FixSubject => ({
  place: 0,
  fix: "remove-root-keys",
  title: "",
  account_id: "111122223333",
  account_name: "a-very-long-name-of-an-account-in-production",
  arn: `arn:aws:iam::111122223333:user/${name}`,
  name,
  credential: "access_key",
  slot: 1,
  credential_id: "AKIAIOSFODNN7EXAMPLE",
  kind: "human",
  owner: "platform@example.com",
  owner_from: "tag owner",
  risk_removed: 45.6,
  reversible: true,
  last_used_at: null,
  last_used_service: null,
  last_used_region: null,
  command: "aws iam list-access-keys --user-name ann",
});

const list = (
  more: Partial<FixList>,
  fixes: readonly Fix[],
  subjects: readonly FixSubject[] = [],
): FixList => ({
  hours: null,
  by_owner: false,
  fixes,
  total_risk: 170_857,
  users: 13_288,
  rest: { fixes: 2, credentials: 30, emergencies: 4, hours: 12.5 },
  details: async () => fixes,
  findings: async () => ({
    failing: 64,
    in_fix: 61,
    without: [{ reason: "no fix is known for findings of x-own", findings: 3 }],
  }),
  evidence: async () => [],
  subjects: async function* () {
    yield subjects;
  },
  ...more,
});

async function text(shown: FixList, width: number): Promise<string> {
  let all = "";
  for await (const piece of fixesText(shown, { paint: pc.createColors(false), width })) all += piece;
  return all;
}
const flat = (all: string) => all.replaceAll(/\s+/g, " ");

describe("what to do first, for people", () => {
  const both = [fix({}), fix({ fix: "rotate", title: "Rotate 3 keys", emergency: null, risk_removed: 1.5 })];

  test("emergencies stand apart, and what is in no fix is said with its reason", async () => {
    const all = await text(list({}, both, [subject("ann")]), 80);
    expect(all.indexOf("EMERGENCIES")).toBeLessThan(all.indexOf("THEN, by risk"));
    expect(flat(all)).toContain(
      "64 failing findings: 61 in a fix, 3 in none (3: no fix is known for findings of x-own).",
    );
    expect(flat(all)).toContain("Not listed: 2 fixes for 30 credentials, 4 of them emergencies, 12.5 hours");
  });

  test("with hours it says what fitted and what did not", async () => {
    const all = flat(await text(list({ hours: 40 }, [fix({})]), 80));
    expect(all).toContain("34.5 of 40 hours.");
    expect(all).toContain("Did not fit into 40 hours: 2 fixes");
  });

  test("owners have their own lists, numbered on", async () => {
    const own = [fix({ owner: "web" }), fix({ owner: null, emergency: null })];
    const all = await text(list({ by_owner: true }, own), 80);
    expect(all).toMatch(/^web {2}34\.5 hours$/m);
    expect(all).toMatch(/^nobody known {2}34\.5 hours$/m);
    expect(all).toMatch(/^2 {2}Remove/m);
  });

  test.each([80, 120, 200])("fits %i columns", async (width) => {
    const hostile = [
      subject("\u202egnp.exe\u001b[31m"),
      subject("ann".repeat(20)),
      subject("用户".repeat(12)),
    ];
    const all = await text(list({ hours: 8 }, both, hostile), width);
    expect(Math.max(...all.split("\n").map(textWidth))).toBeLessThanOrEqual(width);
    expect(all).toContain("\\u{202e}");
    for (const hidden of ["\u202e", "\u001b"]) expect(all).not.toContain(hidden);
  });

  test("evidence that is missing is told with what it settles", async () => {
    const evidence = [1, 2, 3, 4, 5, 6, 7].map((n) => ({
      fix: `collect:scp:o-${n}`,
      title: `Collect the service control policies of o-${n}: settles ${n} users`,
      users: n,
      unknown: n,
      effort: { hours: 1 },
      accounts: [],
      command: "iamspect collect --org",
    }));
    const all = await text(list({ evidence: async () => evidence }, []), 80);
    expect(all).toContain("MISSING EVIDENCE");
    expect(all).toContain("and 2 more: --format json lists them");
  });
});

test("a long command is broken where a shell may go on, and never within quotes", () => {
  const word = fc.constantFrom(
    "aws",
    "--user-name",
    "'two words; rm'",
    String.raw`'o'\''neil x'`,
    String.raw`$'a\012 b'`,
    "x".repeat(30),
  );
  fc.assert(
    fc.property(
      fc.array(word, { minLength: 1, maxLength: 9 }),
      fc.integer({ min: 40, max: 90 }),
      (words, width) => {
        const lines = shellLines(words.join(" "), width, "   ").split("\n");
        expect(lines.map((line) => line.trim().replace(/ \\$/, "")).join(" ")).toBe(words.join(" "));
        for (const line of lines) expect(textWidth(line)).toBeLessThanOrEqual(width);
        for (const line of lines.slice(0, -1)) expect(line.endsWith(" \\")).toBe(true);
      },
    ),
  );
});
