"""Makes data/aws-managed-policies.json anew: the AWS-managed policies that audits meet most, as AWS publishes them.

Run it with the Python of .cache/python (`npm test` makes it): moto brings what `aws iam get-policy-version` answers for each.
https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
"""

import json
import pathlib

from moto.iam.aws_managed_policies import aws_managed_policies_data

NAMES = """
AdministratorAccess PowerUserAccess ReadOnlyAccess ViewOnlyAccess SecurityAudit SupportUser Billing
DatabaseAdministrator DataScientist NetworkAdministrator SystemAdministrator
IAMFullAccess IAMReadOnlyAccess IAMUserChangePassword IAMUserSSHKeys IAMSelfManageServiceSpecificCredentials
IAMAccessAdvisorReadOnly IAMAccessAnalyzerReadOnlyAccess
AmazonS3FullAccess AmazonS3ReadOnlyAccess AmazonEC2FullAccess AmazonEC2ReadOnlyAccess
AmazonRDSFullAccess AmazonRDSReadOnlyAccess AmazonDynamoDBFullAccess AmazonDynamoDBReadOnlyAccess
AmazonVPCFullAccess AmazonVPCReadOnlyAccess AmazonSNSFullAccess AmazonSQSFullAccess AmazonSESFullAccess
AmazonRoute53FullAccess AmazonRoute53ReadOnlyAccess AmazonECS_FullAccess
AmazonEC2ContainerRegistryFullAccess AmazonEC2ContainerRegistryPowerUser AmazonEC2ContainerRegistryReadOnly
AWSLambda_FullAccess AWSLambda_ReadOnlyAccess AWSCloudFormationFullAccess AWSCloudFormationReadOnlyAccess
AWSCodeCommitFullAccess AWSCodeCommitPowerUser AWSCodeCommitReadOnly
AWSCloudTrail_FullAccess AWSCloudTrail_ReadOnlyAccess CloudWatchFullAccess CloudWatchReadOnlyAccess
CloudWatchLogsFullAccess CloudWatchLogsReadOnlyAccess CloudFrontFullAccess SecretsManagerReadWrite
AWSOrganizationsFullAccess AWSOrganizationsReadOnlyAccess AWSKeyManagementServicePowerUser AWSSupportAccess
AWSCompromisedKeyQuarantine AWSCompromisedKeyQuarantineV2 AWSCompromisedKeyQuarantineV3
""".split()

known = json.loads(aws_managed_policies_data)
policies = {}
for name in sorted(NAMES):
    policy = known.get(name)
    if policy is None:
        raise SystemExit(f"AWS has no managed policy {name} any more: take it off the list")
    policies[policy["Path"] + name] = {
        "version": policy["DefaultVersionId"],
        "updated": policy["UpdateDate"][:10],
        "document": policy["Document"],
    }
newest = max(policy["updated"] for policy in policies.values())
out = pathlib.Path(__file__).parent.parent / "data" / "aws-managed-policies.json"
lines = [f"  {json.dumps(path)}: {json.dumps(one, separators=(',', ':'))}" for path, one in policies.items()]
out.write_text('{"as_of": "%s", "policies": {\n%s\n}}\n' % (newest, ",\n".join(lines)))
print(f"{len(policies)} policies, the newest of {newest}")
