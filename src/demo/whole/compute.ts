import type { Group } from "./networks.js";
import { applicationName, type Draws, tagsFor } from "./place.js";
import type { RegionPlan } from "./plan.js";

const TYPES = [
  "t2.micro",
  "t2.medium",
  "t3.small",
  "t3.medium",
  "m5.large",
  "m5.xlarge",
  "c5.large",
  "r5.large",
];

/** What others need to know of an instance. */
interface Made {
  readonly InstanceId: string;
  readonly zone: string;
}

/** Where something happens. */
export interface Where {
  readonly region: string;
  readonly plan: RegionPlan;
}

/** What `aws ec2 describe-instances` prints, and the instances that volumes are attached to. */
export function instancesOf(draws: Draws, { region }: Where, groups: readonly (readonly Group[])[]) {
  const { account } = draws;
  const made: Made[] = [];
  const Reservations = groups.map((own) => {
    const one = { InstanceId: draws.id("i"), zone: zoneIn(draws, region) };
    made.push(one);
    return {
      Groups: [],
      Instances: [instance(draws, one, own)],
      OwnerId: account.id,
      ReservationId: draws.id("r"),
    };
  });
  return { made, document: { Reservations } };
}

function instance(draws: Draws, { InstanceId, zone }: Made, groups: readonly Group[]) {
  const { prng } = draws;
  const name = applicationName(prng);
  const stopped = prng.chance(0.12);
  const address = `10.${prng.below(256)}.${prng.below(256)}.${1 + prng.below(254)}`;
  return {
    ImageId: draws.id("ami"),
    InstanceId,
    InstanceType: prng.pick(TYPES),
    LaunchTime: draws.since(),
    Monitoring: { State: "disabled" },
    Placement: { AvailabilityZone: zone, GroupName: "", Tenancy: "default" },
    PrivateIpAddress: address,
    ...(!stopped && prng.chance(0.22) ? { PublicIpAddress: `203.0.113.${1 + prng.below(254)}` } : {}),
    State: stopped ? { Code: 80, Name: "stopped" } : { Code: 16, Name: "running" },
    SubnetId: groups[0]?.vpc.subnet,
    VpcId: groups[0]?.vpc.VpcId,
    ...(prng.chance(0.61) ? { IamInstanceProfile: profile(draws, name) } : {}),
    SecurityGroups: groups.map(({ GroupName, GroupId }) => ({ GroupName, GroupId })),
    Tags: tagsFor(draws, name),
    MetadataOptions: {
      State: "applied",
      // Version 2 of the metadata service was a year old.
      HttpTokens: prng.chance(0.09) ? "required" : "optional",
      HttpPutResponseHopLimit: 1,
      HttpEndpoint: prng.chance(0.02) ? "disabled" : "enabled",
    },
  };
}

function profile({ account, prng }: Draws, name: string) {
  return { Arn: `arn:aws:iam::${account.id}:instance-profile/${name}`, Id: `AIPA${prng.text(17, LETTERS)}` };
}

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

function zoneIn({ prng }: Draws, region: string): string {
  return region + prng.pick(["a", "b", "c"]);
}

/** What `aws ec2 describe-volumes` prints: the first volume of each instance, others of some, and some of nobody. */
export function volumes(draws: Draws, { region, plan }: Where, instances: readonly Made[]) {
  const { prng } = draws;
  const open = draws.flags(plan.volumes, plan.unencryptedVolumes);
  return {
    Volumes: open.map((unencrypted, index) => {
      const root = instances[index];
      const owner = root ?? (instances.length > 0 && prng.chance(0.7) ? prng.pick(instances) : undefined);
      const VolumeId = draws.id("vol");
      return {
        Attachments: owner === undefined ? [] : [attachment(draws, VolumeId, owner, root !== undefined)],
        AvailabilityZone: owner?.zone ?? zoneIn(draws, region),
        CreateTime: draws.since(),
        Encrypted: !unencrypted,
        ...(unencrypted ? {} : { KmsKeyId: ebsKey(draws, region) }),
        Size: prng.pick([8, 8, 20, 30, 50, 100, 200, 500, 1000]),
        SnapshotId: root === undefined ? "" : draws.id("snap"),
        State: owner === undefined ? "available" : "in-use",
        VolumeId,
        Iops: 100,
        Tags: tagsFor(draws, root === undefined ? `${applicationName(prng)}-data` : applicationName(prng)),
        VolumeType: prng.pick(["gp2", "gp2", "gp2", "gp3", "io1", "st1"]),
        MultiAttachEnabled: false,
      };
    }),
  };
}

function attachment(draws: Draws, VolumeId: string, { InstanceId }: Made, root: boolean) {
  return {
    AttachTime: draws.since(),
    Device: root ? "/dev/xvda" : `/dev/sd${draws.prng.pick(["f", "g", "h"])}`,
    InstanceId,
    State: "attached",
    VolumeId,
    DeleteOnTermination: root,
  };
}

/** The key that volumes of an account and Region are encrypted with. */
function ebsKey({ account }: Draws, region: string): string {
  return `arn:aws:kms:${region}:${account.id}:key/00000000-0000-4000-8000-${account.id}`;
}

/**
 * What `aws ec2 describe-snapshots --owner-ids self --restorable-by-user-ids all` prints: snapshots that everybody may copy,
 * none of which can be encrypted.
 */
export function publicSnapshots(draws: Draws, number: number) {
  const { account, prng } = draws;
  return {
    Snapshots: Array.from({ length: number }, () => ({
      Description: prng.pick(["", "demo image", "Created by CreateImage"]),
      Encrypted: false,
      OwnerId: account.id,
      Progress: "100%",
      SnapshotId: draws.id("snap"),
      StartTime: draws.since(400),
      State: "completed",
      VolumeId: draws.id("vol"),
      VolumeSize: prng.pick([8, 20, 50, 100, 500]),
    })),
  };
}

/** What `aws ec2 get-ebs-encryption-by-default` prints. */
export function encryptionByDefault({ prng }: Draws) {
  return { EbsEncryptionByDefault: prng.chance(0.21) };
}
