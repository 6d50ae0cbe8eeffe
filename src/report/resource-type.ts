/** What AWS Security Hub calls the kinds of things that are judged, by our names. */
const TYPES: Readonly<Record<string, string>> = {
  account: "AwsAccount",
  cloudtrail_account: "AwsAccount",
  cloudtrail_trail: "AwsCloudTrailTrail",
  ebs_volume: "AwsEc2Volume",
  ec2_instance: "AwsEc2Instance",
  iam_account: "AwsAccount",
  iam_group: "AwsIamGroup",
  iam_policy: "AwsIamPolicy",
  iam_role: "AwsIamRole",
  iam_user: "AwsIamUser",
  network_acl: "AwsEc2NetworkAcl",
  password_policy: "AwsAccount",
  rds_cluster: "AwsRdsDbCluster",
  rds_cluster_snapshot: "AwsRdsDbClusterSnapshot",
  rds_instance: "AwsRdsDbInstance",
  rds_snapshot: "AwsRdsDbSnapshot",
  root_user: "AwsAccount",
  s3_account: "AwsS3AccountPublicAccessBlock",
  s3_bucket: "AwsS3Bucket",
  security_group: "AwsEc2SecurityGroup",
  vpc: "AwsEc2Vpc",
};

/**
 * The type of a subject by its kind: `iam_user` is an AwsIamUser. The root user is the account, as in Security Hub's own findings.
 *
 * @see https://docs.aws.amazon.com/securityhub/latest/userguide/asff-resources.html
 */
export function resourceType(subjectKind: string): string {
  return TYPES[subjectKind] ?? "Other";
}
