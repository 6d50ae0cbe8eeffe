import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { csv, inAccount, type ReportRow, root, user } from "../../collect/files/test-report.js";
import type { Fix } from "../../model/results/fixes.js";
import { ownerRuleSchema } from "../people/owners.js";
import { kindOverrideSchema } from "../people/user-kinds.js";
import { userIdentity, userRisk } from "../risk/user-risk.js";
import { type Analysing, openAnalysing } from "../test-analysing.js";
import { readCandidates } from "./candidates.js";
import { loadFixes } from "./catalogue.js";
import { type FixFirst, type FixOptions, fixFirst, points } from "./fix-first.js";
import { rankFixes } from "./greedy.js";

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
};

const details = {
  UserDetailList: Object.keys(USERS).map((UserName) => ({
    UserName,
    Path: "/",
    UserId: `AIDA${UserName}`,
    Arn: arn(UserName),
    CreateDate: OLD,
    UserPolicyList: [{ PolicyName: "all", PolicyDocument: DETAILS }],
    Tags: UserName === "ann" ? [{ Key: "Owner", Value: "sales" }] : [],
  })),
  GroupDetailList: [],
  RoleDetailList: [],
  Policies: [],
};

let analysing: Analysing;
let ranked: FixFirst;

const rank = async (options: Partial<FixOptions> = {}, settings = {}) =>
  await fixFirst(analysing.engine, await analysing.context(settings), await loadFixes(), analysing.findings, {
    by: "risk",
    most: Number.POSITIVE_INFINITY,
    ...options,
  });

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

  test("are ranked by what they then really remove", async () => {
    const candidates = await readCandidates(analysing.engine, await loadFixes());
    const removed = rankFixes(candidates, "risk").map((one) => [one.candidate.id, points(one.removed)]);
    expect(ranked.fixes.map((fix) => [fix.fix, fix.risk_removed])).toEqual(removed);
  });

  test("cover whom they should, each user once", () => {
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
    expect(
      fixOf("attach-mfa-policy").users +
        Number(ranked.fixes.some(({ fix }) => fix === "enrol-mfa-administrators")),
    ).toBe(1);
  });

  test("a key that is removed by one fix is no user of a later one", async () => {
    const rows = [];
    for await (const batch of ranked.covered()) rows.push(...batch);
    const places = rows
      .filter((row) => row.arn === arn("bob"))
      .map((row) => ranked.fixes[Number(row.place)]?.fix);
    expect(places).toEqual(["deactivate-keys-unused-a-year"]);
  });

  test("fewer were asked for: the rest is counted", async () => {
    const two = await rank({ most: 2 });
    expect(two.fixes).toEqual(ranked.fixes.slice(0, 2));
    expect(two.more).toBe(ranked.fixes.length - 2);
    // The statistics of later tests are those of the whole list again.
    ranked = await rank();
  });

  test("the kind decides which fix it is, and settings decide the kind", async () => {
    const override = kindOverrideSchema.parse({ kind: "machine", name: "ann" });
    const owner = ownerRuleSchema.parse({ owner: "it", account: ALONE });
    const changed = await rank({}, { users: [override], owners: [owner] });
    expect(fixOf("remove-passwords-of-machines", changed)).toMatchObject({
      users: 1,
      owners: [{ owner: "it", users: 1 }],
    });
    ranked = await rank();
  });

  test("what is excepted is no fix", async () => {
    const without = await fixFirst(
      analysing.engine,
      await analysing.context(),
      await loadFixes(),
      `(SELECT * FROM ${analysing.findings} e WHERE e.control_id <> 'user-unused-credential')`,
      { by: "risk", most: 50 },
    );
    expect(without.fixes.map(({ fix }) => fix)).not.toContain("deactivate-keys-never-used");
    expect(without.total_risk).toBe(ranked.total_risk);
    ranked = await rank();
  });
});

test("where nothing fails there is no fix", async () => {
  const none = await fixFirst(
    analysing.engine,
    await analysing.context(),
    await loadFixes(),
    `(SELECT * FROM ${analysing.findings} e WHERE FALSE)`,
    { by: "risk", most: 5 },
  );
  expect(none.fixes).toEqual([]);
  ranked = await rank();
});

describe("the catalogue", () => {
  test("names controls that there are, and every fix can be undone or says that it cannot", async () => {
    const { loadControls } = await import("../../assess/load.js");
    const ids = new Set((await loadControls()).map(({ declaration }) => declaration.id));
    for (const fix of await loadFixes()) {
      for (const { control } of fix.covers) expect(ids).toContain(control);
      expect(fix.undo.length).toBeGreaterThan(5);
    }
  });
});
