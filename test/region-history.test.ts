import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { runCli, scratch } from "./run-cli.js";

/** Things of a Region over time: what is not there where nobody looked did not go away. */

const folder = scratch();
afterAll(() => folder.remove());

const ACCOUNT = "111122223333";
const trail = (name: string, region: string) => ({
  Name: name,
  HomeRegion: region,
  TrailARN: `arn:aws:cloudtrail:${region}:${ACCOUNT}:trail/${name}`,
  IsMultiRegionTrail: false,
  LogFileValidationEnabled: false,
});

/** Audits the trails of two enabled Regions; undefined: of that Region nothing is given. */
async function audit(
  lake: string,
  day: string,
  trails: Readonly<Record<string, readonly object[] | undefined>>,
) {
  const root = join(folder.dir, "in");
  rmSync(root, { recursive: true, force: true });
  const write = (place: string, value: object) => {
    const file = join(root, ACCOUNT, place);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify(value));
  };
  write("regions.json", { Regions: Object.keys(trails).map((RegionName) => ({ RegionName })) });
  for (const [region, trailList] of Object.entries(trails)) {
    if (trailList !== undefined) write(`${region}/cloudtrail-trails.json`, { trailList });
  }
  const args = ["audit", "in", "--as-of", day, "--lake", lake, "--control", "trail-log-validation"];
  return await runCli([...args, "--format", "json"], { cwd: folder.dir });
}

async function changes(lake: string): Promise<string[]> {
  const args = ["diff", "--lake", lake, "--format", "ndjson", "--control", "trail-log-validation"];
  const { stdout } = await runCli(args, { cwd: folder.dir });
  const records = stdout.trim().split("\n").filter(Boolean);
  return records.map((line) => {
    const { change, how, subject_arn: arn } = JSON.parse(line) as Record<string, string | null>;
    return [change, how, arn?.split("/").at(-1)].filter(Boolean).join(" ");
  });
}

const [HERE, THERE] = [trail("here", "eu-central-1"), trail("there", "us-east-1")];

test.each([
  ["a trail that was deleted is gone", "gone", [], ["fixed subject_gone there"]],
  ["a trail of a Region that nobody looked at is not", "unseen", undefined, []],
] as const)("%s", async (_, lake, later, fixed) => {
  await audit(lake, "2021-01-24", { "eu-central-1": [HERE], "us-east-1": [THERE] });
  await audit(lake, "2021-02-24", { "eu-central-1": [HERE], "us-east-1": later });
  expect((await changes(lake)).filter((one) => one.startsWith("fixed"))).toEqual(fixed);
});
