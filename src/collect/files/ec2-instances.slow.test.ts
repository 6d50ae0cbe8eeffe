import { expect, test } from "vitest";
import { at, pick, readFiles } from "./test-support.js";

const ACCOUNT = "111122223333";

const instance = (InstanceId: string, more: object = {}, Name = "running") => ({
  InstanceId,
  InstanceType: "t3.micro",
  State: { Code: 16, Name },
  LaunchTime: "2026-01-01T00:00:00+00:00",
  MetadataOptions: {
    State: "applied",
    HttpTokens: "required",
    HttpPutResponseHopLimit: 2,
    HttpEndpoint: "enabled",
  },
  ...more,
});
const read = (...Reservations: readonly unknown[]) =>
  readFiles({ [`${ACCOUNT}/eu-central-1/instances.json`]: JSON.stringify({ Reservations }) });

test("a row tells of the metadata service, the role and every public address", async () => {
  const full = instance("i-1", {
    IamInstanceProfile: { Arn: `arn:aws:iam::${ACCOUNT}:instance-profile/web` },
    PublicIpAddress: "203.0.113.7",
    NetworkInterfaces: [
      { Association: { PublicIp: "203.0.113.7" } },
      {},
      { Association: { PublicIp: "203.0.113.6" } },
    ],
    Tags: [
      { Key: "team", Value: "web" },
      { Key: "Name", Value: "<b>=1+1</b>" },
    ],
  });
  const { tables } = await read({
    Instances: [full, instance("i-2", { MetadataOptions: undefined, PublicIpAddress: "" })],
  });
  const [first = {}, second = {}] = tables.ec2_instances ?? [];
  expect(first).toMatchObject({
    arn: `arn:aws:ec2:eu-central-1:${ACCOUNT}:instance/i-1`,
    instance_name: "<b>=1+1</b>",
    state: "running",
    launched_at: at("2026-01-01T00:00:00Z"),
    metadata_enabled: true,
    metadata_tokens: "required",
    metadata_hops: 2,
    has_role: true,
    has_public_address: true,
    public_addresses: ["203.0.113.6", "203.0.113.7"],
  });
  expect(
    pick(second, "metadata_enabled", "metadata_tokens", "has_role", "has_public_address", "instance_name"),
  ).toEqual({
    metadata_enabled: null,
    metadata_tokens: null,
    has_role: false,
    has_public_address: false,
    instance_name: null,
  });
});

test("what is terminated is left out, what is stopped is not", async () => {
  const { tables } = await read(
    { Instances: [instance("i-1", {}, "terminated"), instance("i-2", {}, "stopped")] },
    { Instances: [instance("i-3", {}, "shutting-down")] },
  );
  expect(tables.ec2_instances?.map(({ instance_id: id }) => id)).toEqual(["i-2"]);
});

test("one that cannot be read loses itself, and says where it lies", async () => {
  const { tables, problems, coverage } = await read(
    { Instances: [instance("i-1"), { InstanceId: "i-2" }, instance("i-3")] },
    7,
    { Instances: [instance("i-4")] },
  );
  expect(tables.ec2_instances?.map(({ instance_id: id }) => id)).toEqual(["i-1", "i-3", "i-4"]);
  expect(problems).toEqual([
    expect.stringContaining("Reservations[0].Instances[1].State: "),
    expect.stringContaining("Reservations[1].Instances: must be a list"),
  ]);
  expect(coverage(ACCOUNT, "ec2_instances").status).toBe("error");
});

test("an account without instances has none, which is an answer", async () => {
  const { tables, coverage } = await read();
  expect([tables.ec2_instances, coverage(ACCOUNT, "ec2_instances").status]).toEqual([[], "ok"]);
});

test("a word that says neither on nor off leaves it open whether the metadata service is on", async () => {
  const { tables } = await read({
    Instances: [instance("i-1", { MetadataOptions: { HttpEndpoint: "Off" } })],
  });
  expect(tables.ec2_instances?.map((row) => row.metadata_enabled)).toEqual([null]);
});
