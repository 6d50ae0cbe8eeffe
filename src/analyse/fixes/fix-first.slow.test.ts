import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Fix, FixList } from "../../model/results/fixes.js";
import { ownerRuleSchema } from "../people/owners.js";
import { kindOverrideSchema } from "../people/user-kinds.js";
import { userRisk } from "../risk/user-risk.js";
import { ANY, loadFixes } from "./catalogue.js";
import { ALONE, arn, namesIn, type OpenedFixes, openFixes, subjectsOf, USERS } from "./test-fixes.js";

let opened: OpenedFixes;
let ranked: FixList;
beforeAll(async () => {
  opened = await openFixes();
  ranked = await opened.rank();
}, 30_000);
afterAll(() => opened.analysing.close());

const fixOf = async (id: string, all: FixList = ranked): Promise<Fix> => {
  const found = (await all.details()).find(({ fix }) => fix === id);
  if (found === undefined) throw new Error(`no ${id} among ${all.fixes.map(({ fix }) => fix).join(", ")}`);
  return found;
};

const riskOf = async (name: string) =>
  await userRisk(opened.analysing.engine, await opened.analysing.context(), arn(name));

describe("the ranked fixes", () => {
  test("re-add to the risk they say, and to what the users have", async () => {
    let sum = 0;
    for (const fix of await ranked.details()) {
      sum += fix.risk_removed;
      expect(fix.cumulative).toBeCloseTo(sum, 6);
      expect(fix.cumulative_percent).toBeCloseTo((100 * sum) / ranked.total_risk, 1);
      expect(fix.owners.reduce((all, one) => all + one.risk_removed, 0)).toBeCloseTo(fix.risk_removed, 6);
    }
    expect(sum).toBeLessThanOrEqual(ranked.total_risk);
    const roots = await userRisk(
      opened.analysing.engine,
      await opened.analysing.context(),
      `arn:aws:iam::${ALONE}:root`,
    );
    const users = await Promise.all(Object.keys(USERS).map(async (name) => (await riskOf(name)).points));
    expect(ranked.total_risk).toBeCloseTo(
      users.reduce((all, one) => all + one, roots.points),
      6,
    );
  });

  test("emergencies come first, in their order, whatever risk they remove", async () => {
    const { model } = await opened.analysing.context();
    const places = ranked.fixes.map(({ emergency }) =>
      model.emergencies.findIndex(({ id }) => id === emergency),
    );
    const urgent = places.filter((place) => place >= 0);
    expect(urgent.length).toBeGreaterThan(2);
    expect(places.slice(0, urgent.length)).toEqual([...urgent].sort((a, b) => a - b));
    expect(ranked.fixes[0]?.fix).toBe("deactivate-public-keys");
    expect(ranked.fixes[0]?.risk_removed).toBeLessThan(ranked.fixes[1]?.risk_removed ?? 0);
  });

  test("cover whom they should, each user once", async () => {
    expect(await fixOf("deactivate-keys-never-used")).toMatchObject({
      title: "Deactivate 1 access key never used",
      users: 1,
      credentials: 1,
      in_use: 0,
      last_used_at: null,
      kinds: { human: 0, machine: 1, unclear: 0, root: 0 },
    });
    expect(await fixOf("deactivate-keys-unused-a-year")).toMatchObject({
      users: 1,
      uses: [{ service: "s3", region: "eu-west-1", credentials: 1 }],
    });
    expect(await namesIn(ranked, "enrol-mfa-administrators")).toEqual(["ann"]);
    expect(await namesIn(ranked, "enrol-claimable-administrators")).toEqual(["asked"]);
  });

  test("a break-glass user is in no fix but its own, which removes nothing", async () => {
    const own = (await subjectsOf(ranked)).filter(({ name }) => name === "break-glass-1");
    expect(new Set(own.map(({ fix }) => fix))).toEqual(new Set(["secure-break-glass"]));
    expect((await fixOf("secure-break-glass")).findings.unchanged).toBeGreaterThan(1);
    const named = await opened.rank({}, { breakGlass: [{ name: ["ann"] }] });
    const ann = (await subjectsOf(named)).filter(({ name }) => name === "ann").map(({ fix }) => fix);
    expect(new Set(ann)).toEqual(new Set(["secure-break-glass-administrators", "secure-break-glass"]));
    ranked = await opened.rank();
  });

  test("a known compromise of a break-glass user is an emergency like any other", async () => {
    const named = await opened.rank({}, { breakGlass: [{ name: ["leaked"] }] });
    expect(await namesIn(named, "deactivate-public-keys")).toEqual(["leaked"]);
    ranked = await opened.rank();
  });

  test("users with no permissions are disabled, without any risk", async () => {
    expect(await namesIn(ranked, "disable-users-without-permissions")).toEqual(["powerless"]);
    expect(await fixOf("disable-users-without-permissions")).toMatchObject({ risk_removed: 0, users: 1 });
  });

  test("a policy that asks for MFA takes no risk from who can still register the first device", async () => {
    const [password] = (await riskOf("asked")).credentials;
    expect(password?.gain).toBe(100);
    expect((await fixOf("enrol-claimable-administrators")).risk_removed).toBeGreaterThan(20);
    const closing = (await loadFixes()).fixes.filter(({ effect }) => effect === "close");
    for (const { title } of closing) expect(title).toMatch(/MFA|device|break-glass/);
  });

  test("the kind decides which fix it is, and settings decide the kind", async () => {
    const override = kindOverrideSchema.parse({ kind: "machine", name: "asked" });
    const owner = ownerRuleSchema.parse({ owner: "it", account: ALONE });
    const changed = await opened.rank({}, { users: [override], owners: [owner] });
    expect(await namesIn(changed, "give-administrators-a-role")).not.toContain("asked");
    for (const { owners } of await changed.details()) expect(owners.map((one) => one.owner)).toEqual(["it"]);
    ranked = await opened.rank();
  });

  test("a key that is removed by one fix is in no later one", async () => {
    const places = (await subjectsOf(ranked))
      .filter((row) => row.name === "bob" && row.credential === "access_key")
      .map((row) => row.fix);
    expect(places).toEqual(["deactivate-keys-unused-a-year"]);
  });
});

describe("the catalogue", () => {
  test("names controls that there are, and every fix can be undone or says that it cannot", async () => {
    const { loadControls } = await import("../../assess/load.js");
    const ids = new Set((await loadControls()).map(({ declaration }) => declaration.id));
    const { fixes, restsOn } = await loadFixes();
    for (const { covers, resolves, undo } of fixes) {
      for (const { control } of covers) if (control !== ANY) expect(ids).toContain(control);
      for (const control of resolves) expect(ids).toContain(control);
      expect(undo.length).toBeGreaterThan(5);
    }
    for (const control of Object.keys(restsOn)) expect(ids).toContain(control);
  });

  test("every control over users, root users and policies has a fix, and every emergency of the model one of its own", async () => {
    const { loadControls } = await import("../../assess/load.js");
    const { fixes } = await loadFixes();
    const covered = fixes.flatMap(({ covers }) => covers.map(({ control }) => control));
    // Of everything else the first screen says what the control says.
    for (const { declaration, entity } of await loadControls()) {
      if (entity.core === true) expect(covered).toContain(declaration.id);
    }
    const { model } = await opened.analysing.context();
    expect(new Set(fixes.flatMap(({ emergency }) => emergency ?? []))).toEqual(
      new Set(model.emergencies.map(({ id }) => id)),
    );
  });
});
