import { expect, test } from "vitest";
import { ACCOUNT } from "./test-report.js";
import { type Files, pick, readFiles } from "./test-support.js";

const OWNER = "444455556666";
const HOME = "eu-central-1";
const arnOf = (account: string, region: string, name: string) =>
  `arn:aws:cloudtrail:${region}:${account}:trail/${name}`;

/** What describe-trails prints of a trail in all Regions. */
const described = (name: string, more: object = {}) => ({
  Name: name,
  S3BucketName: "logs",
  IsMultiRegionTrail: true,
  HomeRegion: HOME,
  TrailARN: arnOf(ACCOUNT, HOME, name),
  LogFileValidationEnabled: true,
  HasCustomEventSelectors: true,
  IsOrganizationTrail: false,
  ...more,
});
const ON = { Status: { IsLogging: true, LatestDeliveryTime: "2026-11-22T23:00:00+00:00" } };
const ALL = { EventSelectors: { EventSelectors: [{ ReadWriteType: "All", IncludeManagementEvents: true }] } };
const ORGANIZATION = { TrailARN: arnOf(OWNER, HOME, "org"), IsOrganizationTrail: true };

const trailsOf = (account: string, region: string, ...trailList: readonly object[]): Files => ({
  [`${account}/${region}/cloudtrail-trails.json`]: JSON.stringify({ trailList }),
});
const read = async (files: Files) => {
  const reading = await readFiles(files);
  const { cloudtrail_accounts: accounts = [], cloudtrail_trails: trails = [] } = reading.tables;
  return { ...reading, accountRows: accounts, trails };
};

test("a trail at home with its answers, and its shadow elsewhere, are one", async () => {
  const { trails, accountRows, tables } = await read({
    ...trailsOf(
      ACCOUNT,
      HOME,
      described("all", { ...ON, ...ALL, KmsKeyId: "", CloudWatchLogsLogGroupArn: "arn:aws:logs:x" }),
    ),
    ...trailsOf(ACCOUNT, "us-east-1", described("all")),
  });
  expect(trails).toMatchObject([
    {
      region: HOME,
      owned: true,
      logging: true,
      latest_delivery_at: 1795388400,
      management_read: true,
      object_read: false,
      kms_encrypted: false,
      kms_key: null,
      to_log_group: true,
      bucket_account_id: null,
    },
  ]);
  expect(accountRows).toMatchObject([
    {
      arn: `arn:aws:iam::${ACCOUNT}:root`,
      trails: 1,
      multi_region_trails: 1,
      logs_management: true,
      management_trail: arnOf(ACCOUNT, HOME, "all"),
      logs_object_writes: false,
      unread_trail: null,
    },
  ]);
  const covered = (tables.coverage ?? []).filter(({ kind }) => kind === "cloudtrail_status");
  expect(covered.map(({ region, status }) => `${region} ${status}`)).toEqual([`${HOME} ok`, "us-east-1 ok"]);
});

test("no trail is an answer; no document is none", async () => {
  const { accountRows } = await read(trailsOf(ACCOUNT, HOME));
  expect(accountRows).toMatchObject([{ trails: 0, logs_management: false, logs_object_reads: false }]);
  const aliases = { [`${ACCOUNT}/account-aliases.json`]: JSON.stringify({ AccountAliases: ["one"] }) };
  expect((await read(aliases)).accountRows).toEqual([]);
});

test("a trail that is off, of one Region, or narrowed does not do", async () => {
  const off = described("off", { Status: { IsLogging: false }, ...ALL });
  const local = described("local", { ...ON, ...ALL, IsMultiRegionTrail: false });
  const half = described("half", {
    ...ON,
    EventSelectors: { EventSelectors: [{ ReadWriteType: "WriteOnly" }] },
  });
  const { accountRows } = await read(trailsOf(ACCOUNT, HOME, off, local, half));
  expect(accountRows).toMatchObject([
    { trails: 3, multi_region_trails: 2, logs_management: false, logs_object_writes: false },
  ]);
});

test("a plain print: what a trail does is not known, unless it has no selectors of its own", async () => {
  const { accountRows, trails, coverage } = await read(trailsOf(ACCOUNT, HOME, described("all")));
  expect(accountRows).toMatchObject([{ logs_management: null, unread_trail: arnOf(ACCOUNT, HOME, "all") }]);
  expect(pick(trails[0] ?? {}, "logging", "management_read")).toEqual({
    logging: null,
    management_read: null,
  });
  expect(coverage(ACCOUNT, "cloudtrail_status")).toMatchObject({ status: "not_collected" });
  const plain = described("all", { ...ON, HasCustomEventSelectors: false });
  expect((await read(trailsOf(ACCOUNT, HOME, plain))).accountRows).toMatchObject([
    { logs_management: true, logs_object_writes: false },
  ]);
});

test("a member of an organization is covered by its trail; what it logs the owner tells", async () => {
  const seen = trailsOf(ACCOUNT, HOME, described("org", { ...ORGANIZATION, ...ON, EventSelectors: null }));
  const alone = await read(seen);
  expect(alone.trails).toMatchObject([
    { account_id: ACCOUNT, owner_account_id: OWNER, owned: false, owner_tells: false, logging: true },
  ]);
  expect(alone.accountRows).toMatchObject([
    { logs_management: null, unread_trail: arnOf(OWNER, HOME, "org") },
  ]);
  const both = await read({
    ...seen,
    ...trailsOf(OWNER, HOME, described("org", { ...ORGANIZATION, ...ON, ...ALL })),
  });
  expect(both.accountRows.map((row) => [row.account_id, row.logs_management])).toEqual([
    [ACCOUNT, true],
    [OWNER, true],
  ]);
  expect(both.trails.map((row) => [row.account_id, row.owned, row.owner_tells])).toEqual([
    [ACCOUNT, false, true],
    [OWNER, true, true],
  ]);
});

test("a trail of a stranger covers nobody; whether it is an organization's may not be known", async () => {
  const stranger = { ...ON, ...ALL, TrailARN: arnOf(OWNER, HOME, "all") };
  const { accountRows, problems, coverage } = await read(
    trailsOf(ACCOUNT, HOME, described("all", { ...stranger, IsOrganizationTrail: false })),
  );
  expect(accountRows).toEqual([]);
  expect(problems).toEqual([expect.stringContaining("is neither of the account 111122223333 nor of an org")]);
  expect(coverage(ACCOUNT, "cloudtrail_trails")).toMatchObject({ status: "error" });
  const untold = await read(
    trailsOf(ACCOUNT, HOME, described("all", { ...stranger, IsOrganizationTrail: undefined })),
  );
  expect(untold.accountRows).toMatchObject([{ trails: 1, logs_management: null }]);
});

test("the bucket of a trail may be another account's; one that two claim is nobody's", async () => {
  const buckets = (account: string, Logging: object): Files => ({
    [`${account}/s3-buckets.json`]: JSON.stringify({
      Buckets: [
        {
          Name: "logs",
          CreationDate: "2020-01-01T00:00:00Z",
          PolicyStatus: null,
          Acl: { Grants: [] },
          Logging,
        },
      ],
    }),
  });
  const trail = trailsOf(ACCOUNT, HOME, described("all"));
  const columns = ["bucket_account_id", "bucket_public", "bucket_logged"];
  const one = await read({ ...trail, ...buckets(OWNER, {}) });
  expect(Object.values(pick(one.trails[0] ?? {}, ...columns))).toEqual([OWNER, false, false]);
  const two = await read({ ...trail, ...buckets(OWNER, {}), ...buckets(ACCOUNT, {}) });
  expect(Object.values(pick(two.trails[0] ?? {}, ...columns))).toEqual([null, null, null]);
});

test("a bad element loses itself, and the Region is not whole", async () => {
  const { trails, problems, coverage } = await read(
    trailsOf(ACCOUNT, HOME, described("all", ON), described("bad", { TrailARN: "arn:nothing" })),
  );
  expect(trails.map((row) => row.trail_name)).toEqual(["all"]);
  expect(problems).toEqual([expect.stringContaining("trailList[1].TrailARN: must be an ARN")]);
  expect(coverage(ACCOUNT, "cloudtrail_trails")).toMatchObject({ status: "error" });
});

test("a document in no folder of a Region says not which it is about", async () => {
  const { trails, problems } = await read({
    [`${ACCOUNT}/cloudtrail-trails.json`]: JSON.stringify({ trailList: [described("all")] }),
    ...trailsOf(ACCOUNT, HOME),
  });
  expect(trails).toEqual([]);
  expect(problems).toEqual([expect.stringContaining("the document does not say which Region it is about")]);
});
