import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { csv, inAccount, type ReportRow, root, user } from "../../collect/files/test-report.js";
import type { Fix, FixSubject } from "../../model/results/fixes.js";
import { ownerRuleSchema } from "../people/owners.js";
import { kindOverrideSchema } from "../people/user-kinds.js";
import { userIdentity, userRisk } from "../risk/user-risk.js";
import { type Analysing, openAnalysing } from "../test-analysing.js";
import { ANY, loadFixes } from "./catalogue.js";
import { type FixFirst, type FixOptions, fixFirst } from "./fix-first.js";

const ALONE = "333333333333";
const DETAILS = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] };
const arn = (name: string) => `arn:aws:iam::${ALONE}:user/${name}`;

/** The audit time is 2026-11-23. */
const OLD = "2020-01-01T00:00:00+00:00";
const RECENT = "2026-11-20T00:00:00+00:00";
const PASSWORD = { password_enabled: "true", password_last_changed: OLD, password_last_used: RECENT };
const key = (slot: 1 | 2, created: string, used: string | null, service = "s3") => ({
  [`access_key_${slot}_active`]: "true",
  [`access_key_${slot}_last_rotated`]: created,
  [`access_key_${slot}_last_used_date`]: used ?? "N/A",
  [`access_key_${slot}_last_used_region`]: used === null ? "N/A" : "eu-west-1",
  [`access_key_${slot}_last_used_service`]: used === null ? "N/A" : service,
});

const USERS: Readonly<Record<string, ReportRow>> = {
  /** A person and administrator without a device. */
  ann: PASSWORD,
  /** A program whose one key is in use, and whose other one was never used. */
  "svc-mail": { ...key(1, OLD, RECENT, "ses"), ...key(2, OLD, null) },
  /** Has a device: only its key is open. */
  bob: { ...PASSWORD, mfa_active: "true", ...key(1, OLD, "2024-01-01T00:00:00+00:00") },
  /** Nothing to sign in with. */
  idle: {},
  /** Kept for an emergency, with a device; nobody ever signed in. */
  "break-glass-1": { ...PASSWORD, password_last_used: "no_information", mfa_active: "true" },
  /** May do nothing, and nobody uses it. */
  powerless: { ...PASSWORD, password_last_used: "no_information", ...key(1, OLD, null) },
  /** AWS saw its key in public. */
  leaked: key(1, "2026-10-01T00:00:00+00:00", RECENT),
  /** Policies ask it for MFA, and whoever comes first can register the device. */
  asked: { ...PASSWORD, ...key(1, "2026-11-01T00:00:00+00:00", RECENT) },
};

const ASKED = {
  Version: "2012-10-17",
  Statement: [
    ...DETAILS.Statement,
    {
      Effect: "Deny",
      NotAction: ["iam:CreateVirtualMFADevice", "iam:EnableMFADevice", "sts:GetSessionToken"],
      Resource: "*",
      Condition: { BoolIfExists: { "aws:MultiFactorAuthPresent": "false" } },
    },
  ],
};
const QUARANTINE = "AWSCompromisedKeyQuarantineV3";
const policyOf = (name: string) => (name === "asked" ? ASKED : DETAILS);

const details = {
  UserDetailList: Object.keys(USERS).map((UserName) => ({
    UserName,
    Path: "/",
    UserId: `AIDA${UserName}`,
    Arn: arn(UserName),
    CreateDate: OLD,
    UserPolicyList:
      UserName === "powerless" ? [] : [{ PolicyName: "all", PolicyDocument: policyOf(UserName) }],
    AttachedManagedPolicies:
      UserName === "leaked"
        ? [{ PolicyName: QUARANTINE, PolicyArn: `arn:aws:iam::aws:policy/${QUARANTINE}` }]
        : [],
    Tags: UserName === "ann" ? [{ Key: "Owner", Value: "sales" }] : [],
  })),
  GroupDetailList: [],
  RoleDetailList: [],
  Policies: [],
};

let analysing: Analysing;
let ranked: FixFirst;

const rank = async (options: FixOptions = {}, settings = {}, findings = analysing.findings) => {
  const [context, catalogue] = [await analysing.context(settings), await loadFixes()];
  return await fixFirst({ engine: analysing.engine, context, catalogue, findings }, options);
};

/** What is read of it later is of the tables of the last list. */
async function subjectsOf(all: FixFirst): Promise<FixSubject[]> {
  const rows: FixSubject[] = [];
  for await (const batch of all.subjects()) rows.push(...batch);
  return rows;
}

const namesIn = async (all: FixFirst, id: string) =>
  [...new Set((await subjectsOf(all)).filter(({ fix }) => fix === id).map(({ name }) => name))].sort();

beforeAll(async () => {
  const rows = Object.entries(USERS).map(([name, columns]) =>
    user(name, { user_creation_time: OLD, ...columns }),
  );
  const files = {
    [`${ALONE}/report.csv`]: csv(inAccount(ALONE, [root(), ...rows])),
    [`${ALONE}/details.json`]: details,
    [`${ALONE}/describe-organization.json`]: { __type: "AWSOrganizationsNotInUseException", Message: "none" },
  };
  analysing = await openAnalysing(files);
  ranked = await rank();
}, 30_000);
afterAll(() => analysing.close());

const fixOf = (id: string, all: FixFirst = ranked): Fix => {
  const found = all.fixes.find(({ fix }) => fix === id);
  if (found === undefined) throw new Error(`no ${id} among ${all.fixes.map(({ fix }) => fix).join(", ")}`);
  return found;
};

const riskOf = async (name: string) => await userRisk(analysing.engine, await analysing.context(), arn(name));

describe("risk", () => {
  test("is the sum over passwords and keys of gain x ease x certainty", async () => {
    for (const name of Object.keys(USERS)) {
      const { points, credentials } = await riskOf(name);
      for (const credential of credentials) {
        expect(credential.ease).toBeCloseTo(
          credential.factors.reduce((sum, { ease }) => sum + ease, 0),
          9,
        );
        expect(credential.points).toBeCloseTo(
          Math.floor(credential.gain * credential.ease * credential.certainty * 100 + 1e-6) / 100,
          9,
        );
      }
      expect(points).toBeCloseTo(
        credentials.reduce((sum, credential) => sum + credential.points, 0),
        9,
      );
    }
  });

  test("has the factors that the evidence shows, and no others", async () => {
    const factors = async (name: string) =>
      (await riskOf(name)).credentials.map(({ credential, slot, factors: all }) => [
        credential,
        slot,
        all.map(({ id }) => id),
      ]);
    expect(await factors("ann")).toEqual([
      ["password", null, ["password-is-static", "password-over-a-year", "claimable"]],
    ]);
    expect(await factors("svc-mail")).toEqual([
      [
        "access_key",
        1,
        ["key-is-static", "key-over-90-days", "key-over-a-year", "key-over-five-years", "key-never-rotated"],
      ],
      [
        "access_key",
        2,
        [
          ...[
            "key-is-static",
            "key-over-90-days",
            "key-over-a-year",
            "key-over-five-years",
            "key-never-rotated",
          ],
          ...["key-is-spare", "unused-90-days", "unused-a-year", "never-used"],
        ],
      ],
    ]);
    expect(await factors("idle")).toEqual([]);
  });

  test("a device leaves little of the password's", async () => {
    const [password] = (await riskOf("bob")).credentials;
    expect(password?.gain_without_mfa).toBe(0);
    expect(password?.gain).toBe(2);
  });

  test("kind and owner come with their reasons", async () => {
    const identity = await userIdentity(analysing.engine, await analysing.context(), arn("ann"));
    expect(identity).toMatchObject({ kind: "human", owner: "sales", owner_from: "tag owner" });
    expect(identity.reasons.map(({ reason }) => reason)).toContain("it has a console password");
  });
});

describe("the ranked fixes", () => {
  test("re-add to the risk they say, and to what the users have", async () => {
    let sum = 0;
    for (const fix of ranked.fixes) {
      sum += fix.risk_removed;
      expect(fix.cumulative).toBeCloseTo(sum, 6);
      expect(fix.cumulative_percent).toBeCloseTo((100 * sum) / ranked.total_risk, 1);
      expect(fix.owners.reduce((all, one) => all + one.risk_removed, 0)).toBeCloseTo(fix.risk_removed, 6);
    }
    expect(sum).toBeLessThanOrEqual(ranked.total_risk);
    const roots = await userRisk(analysing.engine, await analysing.context(), `arn:aws:iam::${ALONE}:root`);
    const users = await Promise.all(Object.keys(USERS).map(async (name) => (await riskOf(name)).points));
    expect(ranked.total_risk).toBeCloseTo(
      users.reduce((all, one) => all + one, roots.points),
      6,
    );
  });

  test("emergencies come first, in their order, whatever risk they remove", async () => {
    const { model } = await analysing.context();
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
    expect(fixOf("deactivate-keys-never-used")).toMatchObject({
      title: "Deactivate 1 access key never used",
      users: 1,
      credentials: 1,
      in_use: 0,
      last_used_at: null,
      kinds: { human: 0, machine: 1, unclear: 0, root: 0 },
    });
    expect(fixOf("deactivate-keys-unused-a-year")).toMatchObject({
      users: 1,
      uses: [{ service: "s3", region: "eu-west-1", credentials: 1 }],
    });
    expect(await namesIn(ranked, "enrol-mfa-administrators")).toEqual(["ann"]);
    expect(await namesIn(ranked, "enrol-claimable-administrators")).toEqual(["asked"]);
  });

  test("a break-glass user is in no fix but its own, which removes nothing", async () => {
    const own = (await subjectsOf(ranked)).filter(({ name }) => name === "break-glass-1");
    expect(new Set(own.map(({ fix }) => fix))).toEqual(new Set(["secure-break-glass"]));
    expect(fixOf("secure-break-glass").findings.unchanged).toBeGreaterThan(1);
    const named = await rank({}, { breakGlass: [{ name: ["ann"] }] });
    const ann = (await subjectsOf(named)).filter(({ name }) => name === "ann").map(({ fix }) => fix);
    expect(new Set(ann)).toEqual(new Set(["secure-break-glass-administrators", "secure-break-glass"]));
    ranked = await rank();
  });

  test("a known compromise of a break-glass user is an emergency like any other", async () => {
    const named = await rank({}, { breakGlass: [{ name: ["leaked"] }] });
    expect(await namesIn(named, "deactivate-public-keys")).toEqual(["leaked"]);
    ranked = await rank();
  });

  test("users with no permissions are disabled, without any risk", async () => {
    expect(await namesIn(ranked, "disable-users-without-permissions")).toEqual(["powerless"]);
    expect(fixOf("disable-users-without-permissions")).toMatchObject({ risk_removed: 0, users: 1 });
  });

  test("a policy that asks for MFA takes no risk from who can still register the first device", async () => {
    const [password] = (await riskOf("asked")).credentials;
    expect(password?.gain).toBe(100);
    expect(fixOf("enrol-claimable-administrators").risk_removed).toBeGreaterThan(20);
    const closing = (await loadFixes()).fixes.filter(({ effect }) => effect === "close");
    for (const { title } of closing) expect(title).toMatch(/MFA|device|break-glass/);
  });

  test("a key that is removed by one fix is in no later one", async () => {
    const places = (await subjectsOf(ranked))
      .filter((row) => row.name === "bob" && row.credential === "access_key")
      .map((row) => row.fix);
    expect(places).toEqual(["deactivate-keys-unused-a-year"]);
  });

  test("every failing finding is in a fix, and those that are resolved add up", async () => {
    expect(ranked.findings.failing).toBeGreaterThan(20);
    expect(ranked.findings).toMatchObject({ in_fix: ranked.findings.failing, without: [] });
    const resolved = ranked.fixes.reduce((sum, { findings }) => sum + findings.resolved, 0);
    const kept = ranked.fixes.find(({ fix }) => fix === "secure-break-glass")?.findings;
    expect(resolved).toBe(ranked.findings.failing - (kept?.milder ?? 0) - (kept?.unchanged ?? 0));
  });

  test("what no fix is for is counted, with the reason", async () => {
    const own =
      "(SELECT CASE WHEN f.control_id = 'user-admin' THEN 'x-own' ELSE f.control_id END AS control_id, f.finding_id, f.account_id,";
    const others = "f.subject_arn, f.subject_kind, f.credential, f.slot, f.tier, f.status";
    const some = await rank({}, {}, `${own} ${others} FROM ${analysing.findings} f)`);
    expect(some.findings.without).toEqual([
      { reason: "no fix is known for findings of x-own", findings: expect.any(Number) },
    ]);
    const left = some.findings.without[0]?.findings ?? 0;
    expect(left).toBeGreaterThan(2);
    expect(some.findings.in_fix).toBe(some.findings.failing - left);
    ranked = await rank();
  });

  test("fewer were asked for: the rest is counted", async () => {
    const two = await rank({ most: 2 });
    expect(two.fixes).toEqual(ranked.fixes.slice(0, 2));
    expect(two.rest.fixes).toBe(ranked.fixes.length - 2);
    expect(ranked.rest).toEqual({ fixes: 0, credentials: 0, emergencies: 0, hours: 0 });
    // The tables of later tests are those of the whole list again.
    ranked = await rank();
  });

  test("hours: emergencies first, never more than there are, and what is left is said", async () => {
    const two = await rank({ hours: 2 });
    const hours = two.fixes.reduce((sum, { effort }) => sum + effort.hours, 0);
    expect(hours).toBeLessThanOrEqual(2);
    expect(hours).toBeGreaterThan(1);
    expect(two.fixes[0]).toEqual(ranked.fixes[0]);
    expect(two.rest.hours).toBeGreaterThan(0);
    const subjects = await subjectsOf(two);
    expect(subjects.length).toBe(two.fixes.reduce((sum, { kinds }) => sum + total(kinds), 0));
    ranked = await rank();
  });

  test("by owner: each has what is theirs, and together they are the list", async () => {
    const parts = await rank({ byOwner: true });
    for (const { owner, owners } of parts.fixes) expect(owners.map((one) => one.owner)).toEqual([owner]);
    const seen = parts.fixes.map(({ owner }) => owner);
    expect(seen).toEqual([...new Set(seen)].flatMap((one) => seen.filter((other) => other === one)));
    expect(parts.fixes.at(-1)?.cumulative).toBe(ranked.fixes.at(-1)?.cumulative);
    const asRows = (rows: readonly FixSubject[]) =>
      rows.map(({ fix, arn, credential, slot }) => JSON.stringify([fix, arn, credential, slot])).sort();
    const own = asRows(await subjectsOf(parts));
    ranked = await rank();
    expect(own).toEqual(asRows(await subjectsOf(ranked)));
  });

  test("the kind decides which fix it is, and settings decide the kind", async () => {
    const override = kindOverrideSchema.parse({ kind: "machine", name: "asked" });
    const owner = ownerRuleSchema.parse({ owner: "it", account: ALONE });
    const changed = await rank({}, { users: [override], owners: [owner] });
    expect(await namesIn(changed, "give-administrators-a-role")).not.toContain("asked");
    for (const { owners } of changed.fixes) expect(owners.map((one) => one.owner)).toEqual(["it"]);
    ranked = await rank();
  });

  test("what is excepted is no fix", async () => {
    const others = `(SELECT * FROM ${analysing.findings} e WHERE e.control_id NOT IN ('user-unused-credential', 'user-unused'))`;
    const without = await rank({}, {}, others);
    expect(without.fixes.map(({ fix }) => fix)).not.toContain("deactivate-keys-never-used");
    expect(without.total_risk).toBe(ranked.total_risk);
    ranked = await rank();
  });
});

const total = (counts: Readonly<Record<string, number>>) =>
  Object.values(counts).reduce((sum, one) => sum + one, 0);

test("where nothing fails there is no fix", async () => {
  const none = await rank({}, {}, `(SELECT * FROM ${analysing.findings} e WHERE FALSE)`);
  expect(none.fixes).toEqual([]);
  expect(none.findings).toEqual({ failing: 0, in_fix: 0, without: [] });
  ranked = await rank();
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

  test("every control that is shipped has a fix, and every emergency of the model one of its own", async () => {
    const { loadControls } = await import("../../assess/load.js");
    const { fixes } = await loadFixes();
    const covered = fixes.flatMap(({ covers }) => covers.map(({ control }) => control));
    for (const { declaration } of await loadControls()) expect(covered).toContain(declaration.id);
    const { model } = await analysing.context();
    expect(new Set(fixes.flatMap(({ emergency }) => emergency ?? []))).toEqual(
      new Set(model.emergencies.map(({ id }) => id)),
    );
  });
});
