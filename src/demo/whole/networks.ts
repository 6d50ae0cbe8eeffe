import { closedEntries, DEFAULT_ENTRIES, openEntries } from "./acl-entries.js";
import { applicationName, type Draws, tagsFor } from "./place.js";
import type { RegionPlan } from "./plan.js";
import { closedRules, EGRESS, ofItself, openRules } from "./rules.js";

export interface Vpc {
  readonly VpcId: string;
  readonly subnet: string;
}

/** A security group; who uses it first decides in which VPC it lies. */
export interface Group {
  readonly GroupId: string;
  readonly GroupName: string;
  readonly isDefault: boolean;
  readonly isOpen: boolean;
  vpc: Vpc;
}

export interface Networks {
  readonly vpcs: readonly Vpc[];
  /** Every group is in one of these. */
  readonly defaults: readonly Group[];
  readonly used: readonly Group[];
  readonly unused: readonly Group[];
}

/** The VPCs of a Region, each with its default group, and the other security groups. */
export function drawNetworks(draws: Draws, plan: RegionPlan): Networks {
  const { prng } = draws;
  const vpcs = Array.from(
    { length: plan.vpcs },
    (): Vpc => ({
      VpcId: draws.id("vpc"),
      subnet: draws.id("subnet"),
    }),
  );
  const defaults = vpcs.map(
    (vpc): Group => ({
      GroupId: draws.id("sg"),
      GroupName: "default",
      isDefault: true,
      isOpen: false,
      vpc,
    }),
  );
  const others = (number: number, open: number) =>
    draws.flags(number, open).map(
      (isOpen): Group => ({
        GroupId: draws.id("sg"),
        GroupName: groupName(draws),
        isDefault: false,
        isOpen,
        vpc: prng.pick(vpcs),
      }),
    );
  const used = plan.groupsInUse - plan.openDefaults;
  return {
    vpcs,
    defaults,
    used: others(used, plan.openInUse),
    unused: others(plan.groups - plan.vpcs - used, plan.openNotInUse),
  };
}

function groupName({ prng }: Draws): string {
  if (prng.chance(0.15)) return `launch-wizard-${1 + prng.below(40)}`;
  return `${applicationName(prng)}${prng.pick(["", "-sg", "-sg", "-lb", "-db", "-ssh"])}`;
}

/** What `aws ec2 describe-security-groups` prints. */
export function securityGroups(draws: Draws, { defaults, used, unused }: Networks) {
  const { account, prng } = draws;
  return {
    SecurityGroups: [...defaults, ...used, ...unused].map(
      ({ GroupId, GroupName, isDefault, isOpen, vpc }) => ({
        Description: isDefault ? "default VPC security group" : GroupName,
        GroupName,
        IpPermissions: isDefault
          ? ofItself(GroupId, account.id)
          : isOpen
            ? openRules(prng)
            : closedRules(prng),
        OwnerId: account.id,
        GroupId,
        IpPermissionsEgress: EGRESS,
        ...(isDefault ? {} : { Tags: tagsFor(draws, GroupName) }),
        VpcId: vpc.VpcId,
      }),
    ),
  };
}

/** What `aws ec2 describe-network-acls` prints: the default one of each VPC allows all. */
export function networkAcls(draws: Draws, { customAcls, closedAcls }: RegionPlan, vpcs: readonly Vpc[]) {
  const { account, prng } = draws;
  const acl = (vpc: Vpc, isDefault: boolean, Entries: object[]) => {
    const NetworkAclId = draws.id("acl");
    return {
      Associations: isDefault
        ? [
            {
              NetworkAclAssociationId: draws.id("aclassoc"),
              NetworkAclId,
              SubnetId: vpc.subnet,
            },
          ]
        : [],
      Entries,
      IsDefault: isDefault,
      NetworkAclId,
      Tags: [],
      VpcId: vpc.VpcId,
      OwnerId: account.id,
    };
  };
  return {
    NetworkAcls: [
      ...vpcs.map((vpc) => acl(vpc, true, DEFAULT_ENTRIES)),
      ...draws
        .flags(customAcls, closedAcls)
        .map((closed) => acl(prng.pick(vpcs), false, closed ? closedEntries(prng) : openEntries(prng))),
    ],
  };
}

/** What `aws ec2 describe-vpcs` prints. */
export function vpcsDocument(draws: Draws, vpcs: readonly Vpc[]) {
  const { account, prng } = draws;
  return {
    Vpcs: vpcs.map(({ VpcId }, index) => ({
      CidrBlock: index === 0 ? "172.31.0.0/16" : `10.${prng.below(256)}.0.0/16`,
      DhcpOptionsId: draws.id("dopt"),
      State: "available",
      VpcId,
      OwnerId: account.id,
      InstanceTenancy: "default",
      IsDefault: index === 0,
      ...(index === 0 ? {} : { Tags: tagsFor(draws, `${applicationName(prng)}-vpc`) }),
    })),
  };
}

/** What `aws ec2 describe-flow-logs` prints: of some VPCs, a few of them only of what was accepted, or broken. */
export function flowLogs(draws: Draws, number: number, vpcs: readonly Vpc[]) {
  const { account, prng } = draws;
  return {
    FlowLogs: prng
      .shuffled(vpcs)
      .slice(0, number)
      .map(({ VpcId, subnet }) => {
        const works = prng.chance(0.95);
        return {
          CreationTime: draws.since(),
          ...(works ? {} : { DeliverLogsErrorMessage: "Access error" }),
          DeliverLogsStatus: works ? "SUCCESS" : "FAILED",
          FlowLogId: draws.id("fl"),
          FlowLogStatus: "ACTIVE",
          ResourceId: prng.chance(0.06) ? subnet : VpcId,
          TrafficType: prng.pick(["ALL", "ALL", "ALL", "REJECT", "ACCEPT"]),
          LogDestinationType: "s3",
          LogDestination: `arn:aws:s3:::flow-logs-${account.name}`,
          MaxAggregationInterval: 600,
        };
      }),
  };
}

/** What `aws ec2 describe-network-interfaces` prints, in short: who has which groups. */
export function networkInterfaces(draws: Draws, groups: readonly (readonly Group[])[]) {
  return {
    NetworkInterfaces: groups.map((own) => ({
      Groups: own.map(({ GroupName, GroupId }) => ({ GroupName, GroupId })),
      NetworkInterfaceId: draws.id("eni"),
      Status: "in-use",
      VpcId: own[0]?.vpc.VpcId,
    })),
  };
}
