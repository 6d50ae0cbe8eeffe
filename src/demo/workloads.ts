import type { GroupName, InlineName, PolicyName } from "./policies.js";

/** What programs of some names do, and what they are allowed for it: by a group, by attached policies or by an inline one. */
export interface Workload {
  readonly names: readonly string[];
  /** Services that they call, as far as they may. */
  readonly services: readonly string[];
  readonly group: GroupName;
  readonly attached: readonly PolicyName[];
  readonly inline: InlineName;
}

function workload(
  names: string,
  services: string,
  group: GroupName,
  attached: readonly PolicyName[],
  inline: InlineName,
): Workload {
  return { names: names.split(" "), services: services.split(" "), group, attached, inline };
}

/** Each allows something that does harm: a user who can do nothing needs no MFA. */
const WORKLOADS: readonly Workload[] = [
  workload(
    "backup s3-upload s3-sync image-resize data-import billing-export etl wordpress reporting",
    "s3",
    "Applications",
    ["AmazonS3FullAccess"],
    "s3-bucket",
  ),
  workload(
    "partner-feed mobile-app sqs-worker",
    "sqs s3",
    "Applications",
    ["AmazonS3FullAccess", "AmazonSQSFullAccess"],
    "s3-bucket",
  ),
  workload("ses-smtp mailer", "ses", "Mailers", ["AmazonSESFullAccess"], "AmazonSesSendingAccess"),
  workload(
    "jenkins circleci gitlab-runner deploy",
    "lambda cloudformation s3 sts",
    "Pipelines",
    ["DeployPipeline"],
    "assume-deploy",
  ),
  workload(
    "terraform ansible packer",
    "ec2 iam s3 cloudformation",
    "Administrators",
    ["AdministratorAccess"],
    "assume-deploy",
  ),
  workload(
    "grafana monitoring cloudwatch-agent log-shipper vpn-logs",
    "logs cloudwatch",
    "Monitoring",
    ["CloudWatchLogsFullAccess"],
    "put-metrics",
  ),
  workload("snapshots", "ec2", "Infrastructure", ["Infrastructure"], "put-metrics"),
  workload("dns-updater", "route53", "Infrastructure", ["Infrastructure"], "put-metrics"),
];

/** The names of all programs. */
export const PROGRAMS: readonly string[] = WORKLOADS.flatMap(({ names }) => names);

const byName = new Map(WORKLOADS.flatMap((each) => each.names.map((name) => [name, each] as const)));

/** The workload that a user's name tells, such as `backup-prod-02`; undefined: it tells none. */
export function workloadOf(name: string): Workload | undefined {
  const [first = "", second] = name.split("-");
  return byName.get(`${first}-${second}`) ?? byName.get(first);
}
