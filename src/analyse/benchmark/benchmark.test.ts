import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadControls } from "../../assess/load.js";
import { planJudging } from "../../assess/plan.js";
import { csv, inAccount, root, user } from "../../collect/files/test-report.js";
import type { BenchmarkRow } from "../../model/results/benchmark.js";
import { measurePrevalence } from "../prevalence.js";
import { type Analysing, openAnalysing } from "../test-analysing.js";
import { benchmark } from "./benchmark.js";
import { loadSources } from "./sources.js";

const ALONE = "333333333333";
/** Nothing but its name is known. */
const SILENT = "444444444444";
const OLD = "2020-01-01T00:00:00+00:00";
const NEW = "2026-11-01T00:00:00+00:00";

const key = (created: string, used: string) => ({
  access_key_1_active: "true",
  access_key_1_last_rotated: created,
  access_key_1_last_used_date: used,
});

let analysing: Analysing;
let rows: BenchmarkRow[];

beforeAll(async () => {
  const someone = { UserName: "none", Arn: `arn:aws:iam::${ALONE}:user/none` };
  const details = { UserDetailList: [someone], GroupDetailList: [], RoleDetailList: [], Policies: [] };
  analysing = await openAnalysing({
    [`${ALONE}/report.csv`]: csv(
      inAccount(ALONE, [
        root(),
        user("old", key(OLD, NEW)),
        user("idle", key(NEW, "N/A")),
        user("idle-for-years", key(OLD, OLD)),
        user("none"),
      ]),
    ),
    [`${ALONE}/details.json`]: details,
    "accounts.json": { Accounts: [{ Id: SILENT, Name: "silent", State: "ACTIVE" }] },
  });
  const { engine } = analysing;
  const prevalence = await measurePrevalence(engine, planJudging(await loadControls(), []), new Map());
  rows = await benchmark(engine, await loadSources(), prevalence);
}, 60_000);
afterAll(() => analysing.close());

const find = (source: string, figure: string) =>
  rows.find((row) => row.source === source && row.figure.includes(figure));

describe("published figures and ours", () => {
  test("counts its own condition; an account without a report is one unknown", () => {
    expect(find("datadog-2022", "IAM users with an active key")).toMatchObject({
      fail: 3,
      unknown: 1,
      population: 5,
      percent: 60,
    });
  });

  test("divides by the denominator of the publisher", () => {
    const row = find("datadog-2022", "of those");
    expect(row).toMatchObject({
      denominator: "IAM users with an active key",
      fail: 1,
      unknown: 1,
      population: 4,
    });
  });

  test("an unused year is no older key", () => {
    expect(find("datadog-2024", "older than one year")).toMatchObject({ fail: 2 });
  });

  test("accounts whose policies were not collected are unknown, the others judged", () => {
    expect(find("netskope-2021-iam-policies", "AWSSupportAccess")).toMatchObject({
      fail: 1,
      unknown: 1,
      population: 2,
    });
  });

  test("figures of a control come from it, with its tiers", () => {
    expect(find("netskope-2021-iam-users", "fails user-key-rotation")).toMatchObject({
      fail: 2,
      unknown: 1,
      population: 5,
    });
    const tiers = rows.filter(({ figure }) => figure.startsWith("fails user-key-rotation, older"));
    expect(tiers.map(({ fail }) => fail)).toEqual([2, 2]);
  });

  test("what is not collected has no figure of ours, and says why", () => {
    for (const row of rows) {
      expect(row.fail === null).toBe(row.unlike !== null);
      // Of what is wholly unknown there is no percentage, and nothing to compare.
      expect(row.standing === null).toBe(row.percent === null);
      expect(row.percent === null).toBe(row.fail === null || row.unknown === row.population);
      expect(row.published_percent).not.toBeNull();
    }
    expect(find("netskope-2021-networking", "in use")).toMatchObject({
      fail: null,
      unlike: "not collected: iamspect audit --full",
    });
  });

  test("every source has its row, in the order of the file", async () => {
    const ids = (await loadSources()).map(({ id }) => id);
    expect([...new Set(rows.map(({ source }) => source))]).toEqual(ids);
  });
});
