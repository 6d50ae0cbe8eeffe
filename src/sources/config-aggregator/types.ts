import { FILLED as TRAIL_PARTS } from "../cloudtrail/calls.js";
import { cloudtrail } from "../cloudtrail/index.js";
import { ebsVolumesSource } from "../ebs-volumes/index.js";
import { ec2InstancesSource } from "../ec2-instances/index.js";
import { networkAclsSource } from "../network-acls/index.js";
import { rdsClustersSource } from "../rds-clusters/index.js";
import { rdsInstancesSource } from "../rds-instances/index.js";
import { FILLED as BUCKET_PARTS } from "../s3-buckets/documents.js";
import { s3Buckets } from "../s3-buckets/index.js";
import { securityGroupsSource } from "../security-groups/index.js";
import type { Source } from "../source.js";
import { bucketOf } from "./buckets.js";
import type { Item } from "./items.js";
import { asApi, listOf, membersOf } from "./names.js";

/** A type of resource that Config records, and the document of a source that it is written as. */
export interface AggregatedType {
  readonly resourceType: string;
  readonly source: Source;
  /** The resource as the list of the source has it. */
  readonly element: (item: Item) => object;
  readonly document: (elements: readonly object[]) => object;
  /** Members that fill an element, and the kinds of evidence that they are. */
  readonly parts?: Readonly<Record<string, string>>;
  /** Why the list is never known to be whole. */
  readonly partial?: string;
}

const plain = ({ configuration }: Item) => membersOf(asApi(configuration));

/** What is read of an aggregator. Where the type of a resource tells less than half of what its controls ask, it is not here. */
export const AGGREGATED: readonly AggregatedType[] = [
  {
    resourceType: "AWS::EC2::SecurityGroup",
    source: securityGroupsSource,
    element: (item) => withRules(plain(item)),
    document: (SecurityGroups) => ({ SecurityGroups }),
  },
  {
    resourceType: "AWS::EC2::NetworkAcl",
    source: networkAclsSource,
    element: plain,
    document: (NetworkAcls) => ({ NetworkAcls }),
  },
  {
    resourceType: "AWS::EC2::Volume",
    source: ebsVolumesSource,
    element: plain,
    document: (Volumes) => ({ Volumes }),
  },
  {
    resourceType: "AWS::EC2::Instance",
    source: ec2InstancesSource,
    element: (item) => withState(plain(item)),
    document: (Instances) => ({ Reservations: Instances.length === 0 ? [] : [{ Instances }] }),
  },
  {
    resourceType: "AWS::RDS::DBInstance",
    source: rdsInstancesSource,
    element: database,
    document: (DBInstances) => ({ DBInstances }),
  },
  {
    resourceType: "AWS::RDS::DBCluster",
    source: rdsClustersSource,
    element: database,
    document: (DBClusters) => ({ DBClusters }),
  },
  {
    resourceType: "AWS::S3::Bucket",
    source: s3Buckets,
    element: bucketOf,
    document: (Buckets) => ({ Buckets }),
    parts: BUCKET_PARTS,
  },
  {
    resourceType: "AWS::CloudTrail::Trail",
    source: cloudtrail,
    element: plain,
    document: (trailList) => ({ trailList }),
    parts: TRAIL_PARTS,
    partial: "AWS Config does not show an account the trails of its organization",
  },
];

/** The ranges of IPv4 are there twice: as texts, and in newer items also as the API has them. */
function withRules(group: Readonly<Record<string, unknown>>): object {
  const rules = (name: string) => {
    if (!Array.isArray(group[name])) return {};
    return { [name]: group[name].map((rule) => withRanges(membersOf(rule))) };
  };
  return { ...group, ...rules("IpPermissions"), ...rules("IpPermissionsEgress") };
}

function withRanges({ Ipv4Ranges, IpRanges, ...rule }: Readonly<Record<string, unknown>>): object {
  const texts = listOf(IpRanges).map((one) => (typeof one === "string" ? { CidrIp: one } : one));
  return { ...rule, IpRanges: Array.isArray(Ipv4Ranges) ? Ipv4Ranges : texts };
}

function withState({ State, ...instance }: Readonly<Record<string, unknown>>): object {
  return { ...instance, State: typeof State === "string" ? { Name: State } : State };
}

/** Newer items write `dbinstanceArn`; what is about to change may hold a password, and must not reach the disk. */
function database(item: Item): object {
  const members = Object.entries(plain(item)).map(([name, value]) => [
    name.replace(/^Db(instance|cluster)(.)/, (_, kind: string, first: string) => {
      return `DB${kind === "instance" ? "Instance" : "Cluster"}${first.toUpperCase()}`;
    }),
    value,
  ]);
  const { PendingModifiedValues: _, ...rest } = membersOf(Object.fromEntries(members));
  return rest;
}
