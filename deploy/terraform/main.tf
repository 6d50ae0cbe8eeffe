# The read-only role that iamspect assumes to audit the IAM users of this account.

data "aws_iam_policy_document" "trust" {
  statement {
    sid     = "TrustWithExternalId"
    actions = ["sts:AssumeRole"]

    principals {
      type        = "AWS"
      identifiers = [var.trusted_principal_arn]
    }

    condition {
      test     = "StringEquals"
      variable = "sts:ExternalId"
      values   = [var.external_id]
    }
  }
}

data "aws_iam_policy_document" "read_only" {
  # BEGIN generated: statements (npm run docs)
  statement {
    sid = "ReadCredentialReport"
    actions = [
      "iam:GenerateCredentialReport",
      "iam:GetCredentialReport",
    ]
    resources = ["*"]
  }

  statement {
    sid = "ReadAccount"
    actions = [
      "iam:GetAccountAuthorizationDetails",
      "iam:GetAccountSummary",
      "iam:GetAccountPasswordPolicy",
      "iam:ListVirtualMFADevices",
      "iam:ListAccountAliases",
      "iam:ListServiceSpecificCredentials",
    ]
    resources = ["*"]
  }

  statement {
    sid = "ReadMembership"
    actions = [
      "organizations:DescribeOrganization",
    ]
    resources = ["*"]
  }

  statement {
    sid = "ReadFailingUsersAgain"
    actions = [
      "iam:ListMFADevices",
      "iam:GetLoginProfile",
      "iam:ListAccessKeys",
      "iam:GetAccessKeyLastUsed",
    ]
    resources = ["*"]
  }

  statement {
    sid = "ReadRegions"
    actions = [
      "ec2:DescribeRegions",
    ]
    resources = ["*"]
  }

  statement {
    sid = "ReadSshKeys"
    actions = [
      "iam:ListUsers",
      "iam:ListSSHPublicKeys",
    ]
    resources = ["*"]
  }

  statement {
    sid = "ReadBuckets"
    actions = [
      "s3:GetAccountPublicAccessBlock",
      "s3:ListAllMyBuckets",
      "s3:GetBucketLocation",
      "s3:GetBucketPublicAccessBlock",
      "s3:GetBucketPolicy",
      "s3:GetBucketPolicyStatus",
      "s3:GetBucketAcl",
      "s3:GetEncryptionConfiguration",
      "s3:GetBucketVersioning",
      "s3:GetBucketLogging",
    ]
    resources = ["*"]
  }

  statement {
    sid = "ReadConfig"
    actions = [
      "config:DescribeConfigurationRecorders",
      "config:DescribeConfigurationRecorderStatus",
      "config:DescribeDeliveryChannels",
    ]
    resources = ["*"]
  }

  statement {
    sid = "ReadAccessAnalyzer"
    actions = [
      "access-analyzer:ListAnalyzers",
      "access-analyzer:ListFindings",
      "access-analyzer:GetAnalyzer",
      "access-analyzer:GetFinding",
    ]
    resources = ["*"]
  }

  statement {
    sid = "ReadContacts"
    actions = [
      "account:GetAlternateContact",
      "account:GetContactInformation",
    ]
    resources = ["*"]
  }

  statement {
    sid = "ReadNetworks"
    actions = [
      "ec2:DescribeSecurityGroups",
      "ec2:DescribeNetworkInterfaces",
      "ec2:DescribeNetworkAcls",
      "ec2:DescribeVpcs",
      "ec2:DescribeFlowLogs",
    ]
    resources = ["*"]
  }

  statement {
    sid = "ReadServerCertificates"
    actions = [
      "iam:ListServerCertificates",
    ]
    resources = ["*"]
  }

  statement {
    sid = "ReadIdentityProviders"
    actions = [
      "iam:ListSAMLProviders",
      "iam:ListOpenIDConnectProviders",
      "iam:GetOpenIDConnectProvider",
    ]
    resources = ["*"]
  }

  statement {
    sid = "ReadIdentityCenter"
    actions = [
      "sso:ListInstances",
      "sso:ListPermissionSets",
      "sso:DescribePermissionSet",
      "sso:GetInlinePolicyForPermissionSet",
      "sso:GetPermissionsBoundaryForPermissionSet",
      "sso:ListCustomerManagedPolicyReferencesInPermissionSet",
      "sso:ListManagedPoliciesInPermissionSet",
      "sso:ListAccountsForProvisionedPermissionSet",
    ]
    resources = ["*"]
  }

  statement {
    sid = "ReadSecurityHub"
    actions = [
      "securityhub:GetFindings",
    ]
    resources = ["*"]
  }

  statement {
    sid = "ReadVolumes"
    actions = [
      "ec2:DescribeVolumes",
      "ec2:GetEbsEncryptionByDefault",
      "ec2:DescribeSnapshots",
    ]
    resources = ["*"]
  }

  statement {
    sid = "ReadInstances"
    actions = [
      "ec2:DescribeInstances",
    ]
    resources = ["*"]
  }

  statement {
    sid = "ReadDatabases"
    actions = [
      "rds:DescribeDBInstances",
      "rds:DescribeDBClusters",
      "rds:DescribeDBSnapshots",
      "rds:DescribeDBSnapshotAttributes",
      "rds:DescribeDBClusterSnapshots",
      "rds:DescribeDBClusterSnapshotAttributes",
    ]
    resources = ["*"]
  }

  statement {
    sid = "ReadTrails"
    actions = [
      "cloudtrail:DescribeTrails",
      "cloudtrail:GetTrailStatus",
      "cloudtrail:GetEventSelectors",
    ]
    resources = ["*"]
  }
  # END generated: statements
}

resource "aws_iam_role" "audit" {
  name                 = var.role_name
  description          = "Lets iamspect read what an audit of IAM users needs, and nothing else."
  assume_role_policy   = data.aws_iam_policy_document.trust.json
  max_session_duration = 3600
  permissions_boundary = var.permissions_boundary_arn

  tags = merge(var.tags, {
    application = "iamspect"
    purpose     = "read-only audit of IAM users"
  })
}

resource "aws_iam_role_policy" "read_only" {
  name   = "iamspect-read-only"
  role   = aws_iam_role.audit.name
  policy = data.aws_iam_policy_document.read_only.json
}
