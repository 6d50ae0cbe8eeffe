import { expect, test } from "vitest";
import { at, pick, readFiles } from "./test-support.js";

const ACCOUNT = "111122223333";
const FRANKFURT = `${ACCOUNT}/eu-central-1`;

test("volumes: encrypted or not, attached or not; one that cannot be read loses itself", async () => {
  const Volumes = [
    {
      VolumeId: "vol-1",
      Encrypted: false,
      Attachments: [{ InstanceId: "i-1" }],
      State: "in-use",
      Size: 8,
      CreateTime: "2026-01-01T00:00:00.123000+00:00",
    },
    { VolumeId: "vol-2", Encrypted: "yes" },
    { VolumeId: "vol-3" },
  ];
  const { tables, coverage } = await readFiles({ [`${FRANKFURT}/v.json`]: JSON.stringify({ Volumes }) });
  expect(
    tables.ebs_volumes?.map((row) => pick(row, "arn", "encrypted", "attached", "size_gib", "created_at")),
  ).toEqual([
    {
      arn: `arn:aws:ec2:eu-central-1:${ACCOUNT}:volume/vol-1`,
      encrypted: false,
      attached: true,
      size_gib: 8,
      created_at: at("2026-01-01T00:00:00Z"),
    },
    {
      arn: `arn:aws:ec2:eu-central-1:${ACCOUNT}:volume/vol-3`,
      encrypted: null,
      attached: null,
      size_gib: null,
      created_at: null,
    },
  ]);
  expect(coverage(ACCOUNT, "ebs_volumes").status).toBe("error");
});

const settings = async (files: Readonly<Record<string, object>>) => {
  const { tables, problems } = await readFiles(
    Object.fromEntries(
      Object.entries(files).map(([name, value]) => [`${FRANKFURT}/${name}`, JSON.stringify(value)]),
    ),
  );
  const rows = tables.ebs_settings?.map((row) =>
    pick(row, "default_encryption", "public_snapshots", "public_snapshot_ids"),
  );
  return { rows, problems };
};
const ON = { "ebs-encryption-by-default.json": { EbsEncryptionByDefault: true, SseType: "sse-ebs" } };
const PUBLIC = "ebs-public-snapshots.json";
const own = (SnapshotId: string) => ({ SnapshotId, OwnerId: ACCOUNT });

test("a Region has one row, of whatever is known of it", async () => {
  const none = { [PUBLIC]: { Snapshots: [] } };
  expect((await settings({ ...ON, ...none })).rows).toEqual([
    { default_encryption: true, public_snapshots: 0, public_snapshot_ids: [] },
  ]);
  expect((await settings(ON)).rows).toEqual([
    { default_encryption: true, public_snapshots: null, public_snapshot_ids: null },
  ]);
  expect((await settings(none)).rows).toEqual([
    { default_encryption: null, public_snapshots: 0, public_snapshot_ids: [] },
  ]);
});

test("public snapshots are counted; those of other accounts are not its own", async () => {
  const Snapshots = [own("snap-2"), { SnapshotId: "snap-9", OwnerId: "999988887777" }, own("snap-1")];
  expect((await settings({ [PUBLIC]: { Snapshots } })).rows).toMatchObject([
    { public_snapshots: 2, public_snapshot_ids: ["snap-1", "snap-2"] },
  ]);
});

test("one that cannot be read: what was found counts, and that nothing was found says nothing", async () => {
  const bad = { SnapshotId: 7 };
  expect((await settings({ ...ON, [PUBLIC]: { Snapshots: [bad, own("snap-1")] } })).rows).toMatchObject([
    { public_snapshots: 1 },
  ]);
  expect((await settings({ ...ON, [PUBLIC]: { Snapshots: [bad] } })).rows).toMatchObject([
    { public_snapshots: null },
  ]);
});

test("a list of snapshots by another name may be of all of them, and is not read", async () => {
  const { rows, problems } = await settings({ ...ON, "snapshots.json": { Snapshots: [own("snap-1")] } });
  expect([rows, problems]).toEqual([
    [{ default_encryption: true, public_snapshots: null, public_snapshot_ids: null }],
    [
      expect.stringMatching(
        /whether these are the public snapshots.*call the file ebs-public-snapshots\.json/,
      ),
    ],
  ]);
});
