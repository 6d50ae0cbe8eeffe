/** Version of the list below; part of what a stored verdict depends on. */
export const HARMLESS_VERSION = 2;

/**
 * Actions a person may need before MFA is there, and that give no power over anything: enrolment, reading one's own
 * IAM facts, changing a password with the old one at hand, STS calls that need or reveal nothing, and the two rights that
 * only add to a session somebody may open anyway.
 * Not here although they look like self-service: DeactivateMFADevice, Create/UpdateAccessKey, *LoginProfile (no old
 * password needed), UploadSSHPublicKey, CreateServiceSpecificCredential, UploadSigningCertificate, TagUser.
 */
export const HARMLESS: readonly string[] = [
  "iam:CreateVirtualMFADevice",
  "iam:EnableMFADevice",
  "iam:ResyncMFADevice",
  "iam:DeleteVirtualMFADevice",
  "iam:ListMFADevices",
  "iam:ListVirtualMFADevices",
  "iam:GetMFADevice",
  "iam:GetUser",
  "iam:ListUsers",
  "iam:ListAccountAliases",
  "iam:GetAccountSummary",
  "iam:GetAccountPasswordPolicy",
  "iam:GetLoginProfile",
  "iam:ListAccessKeys",
  "iam:ListSSHPublicKeys",
  "iam:ListSigningCertificates",
  "iam:ListServiceSpecificCredentials",
  "iam:ChangePassword",
  "sts:GetSessionToken",
  "sts:GetCallerIdentity",
  "sts:GetAccessKeyInfo",
  "sts:TagSession",
  "sts:SetSourceIdentity",
];

/** What a GetSessionToken session without MFA may still call of IAM and STS. */
export const SESSION_ALLOWS: readonly string[] = ["sts:AssumeRole", "sts:GetCallerIdentity"];

/** The action that lets somebody enrol a device; making a virtual device alone enrols nothing. */
export const ENROL = "iam:EnableMFADevice";
