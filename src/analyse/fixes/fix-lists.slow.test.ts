import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { FixList, FixSubject } from "../../model/results/fixes.js";
import { ALONE, type OpenedFixes, openFixes, subjectsOf } from "./test-fixes.js";

let opened: OpenedFixes;
let ranked: FixList;
beforeAll(async () => {
  opened = await openFixes();
  ranked = await opened.rank();
}, 30_000);
afterAll(() => opened.analysing.close());

const total = (counts: Readonly<Record<string, number>>) =>
  Object.values(counts).reduce((sum, one) => sum + one, 0);

describe("lists of fixes", () => {
  test("every failing finding is in a fix, and those that are resolved add up", async () => {
    const { failing, in_fix: inFix, without } = await ranked.findings();
    expect(failing).toBeGreaterThan(20);
    expect([inFix, without]).toEqual([failing, []]);
    const details = await ranked.details();
    const resolved = details.reduce((sum, { findings }) => sum + findings.resolved, 0);
    const kept = details.find(({ fix }) => fix === "secure-break-glass")?.findings;
    expect(resolved).toBe(failing - (kept?.milder ?? 0) - (kept?.unchanged ?? 0));
  });

  test("what no fix is for is counted, with the reason", async () => {
    const own =
      "(SELECT CASE WHEN f.control_id = 'user-admin' THEN 'x-own' ELSE f.control_id END AS control_id, f.account_id,";
    const others = "f.subject_arn, f.subject_kind, f.credential, f.slot, f.tier, f.status";
    const some = await opened.rank({}, {}, `${own} ${others} FROM ${opened.analysing.findings} f)`);
    const { failing, in_fix: inFix, without } = await some.findings();
    expect(without).toEqual([
      { reason: "no fix is known for findings of x-own", findings: expect.any(Number) },
    ]);
    const left = without[0]?.findings ?? 0;
    expect(left).toBeGreaterThan(2);
    expect(inFix).toBe(failing - left);
    ranked = await opened.rank();
  });

  test("fewer were asked for: the rest is counted", async () => {
    const two = await opened.rank({ most: 2 });
    expect(two.fixes).toEqual(ranked.fixes.slice(0, 2));
    expect(two.rest.fixes).toBe(ranked.fixes.length - 2);
    expect(ranked.rest).toEqual({ fixes: 0, credentials: 0, emergencies: 0, hours: 0 });
    // The tables of later tests are those of the whole list again.
    ranked = await opened.rank();
  });

  test("hours: emergencies first, never more than there are, and what is left is said", async () => {
    const two = await opened.rank({ hours: 2 });
    const hours = two.fixes.reduce((sum, { effort }) => sum + effort.hours, 0);
    expect(hours).toBeLessThanOrEqual(2);
    expect(hours).toBeGreaterThan(1);
    expect(two.fixes[0]).toEqual(ranked.fixes[0]);
    expect(two.rest.hours).toBeGreaterThan(0);
    const subjects = await subjectsOf(two);
    expect(subjects.length).toBe(two.fixes.reduce((sum, { kinds }) => sum + total(kinds), 0));
    ranked = await opened.rank();
  });

  test("by owner: each has what is theirs, and together they are the list", async () => {
    const parts = await opened.rank({ byOwner: true });
    for (const { owner, owners } of await parts.details())
      expect(owners.map((one) => one.owner)).toEqual([owner]);
    const seen = parts.fixes.map(({ owner }) => owner);
    expect(seen).toEqual([...new Set(seen)].flatMap((one) => seen.filter((other) => other === one)));
    expect(parts.fixes.at(-1)?.cumulative).toBe(ranked.fixes.at(-1)?.cumulative);
    const asRows = (rows: readonly FixSubject[]) =>
      rows.map(({ fix, arn, credential, slot }) => JSON.stringify([fix, arn, credential, slot])).sort();
    const own = asRows(await subjectsOf(parts));
    ranked = await opened.rank();
    expect(own).toEqual(asRows(await subjectsOf(ranked)));
  });

  test("what is excepted is no fix", async () => {
    const others = `(SELECT * FROM ${opened.analysing.findings} e WHERE e.control_id NOT IN ('user-unused-credential', 'user-unused'))`;
    const without = await opened.rank({}, {}, others);
    expect(without.fixes.map(({ fix }) => fix)).not.toContain("deactivate-keys-never-used");
    expect(without.total_risk).toBe(ranked.total_risk);
    ranked = await opened.rank();
  });
});

test("what is unknown for want of evidence has a fix: to collect it", async () => {
  const all = await opened.rank({}, {}, opened.analysing.open);
  const evidence = await all.evidence();
  const [row] = await opened.analysing.engine.all(
    `SELECT count(*) AS n FROM ${opened.analysing.open} f WHERE f.status = 'unknown' AND f.control_id IN ('root-hardware-mfa', 'user-admin-hardware-mfa')`,
  );
  expect(Number(row?.n)).toBe(3);
  expect(evidence.find(({ fix }) => fix === "collect:virtual_mfa_devices")).toMatchObject({
    accounts: [ALONE],
    title: `Collect the virtual mfa devices of account ${ALONE}: settles 3 users`,
    command: "iamspect collect",
  });
  const brief = await opened.rank({ hours: 1 }, {}, opened.analysing.open);
  const used = brief.fixes.reduce((sum, { effort }) => sum + effort.hours, 0);
  expect(used + (await brief.evidence()).length).toBeLessThanOrEqual(1);
  ranked = await opened.rank();
});

test("where nothing fails there is no fix", async () => {
  const none = await opened.rank({}, {}, `(SELECT * FROM ${opened.analysing.findings} e WHERE FALSE)`);
  expect(none.fixes).toEqual([]);
  expect(await none.findings()).toEqual({ failing: 0, in_fix: 0, without: [] });
  ranked = await opened.rank();
});
