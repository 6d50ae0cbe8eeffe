import type { Draws } from "./place.js";

/** What `aws iam get-account-password-policy` prints; null: the account has none of its own. */
export function passwordPolicy({ prng }: Draws, own: boolean) {
  if (!own) return { PasswordPolicy: null };
  const expires = prng.chance(0.55);
  return {
    PasswordPolicy: {
      MinimumPasswordLength: prng.pick([6, 8, 8, 8, 10, 12, 14, 14, 16]),
      RequireSymbols: prng.chance(0.7),
      RequireNumbers: prng.chance(0.8),
      RequireUppercaseCharacters: prng.chance(0.8),
      RequireLowercaseCharacters: prng.chance(0.8),
      AllowUsersToChangePassword: prng.chance(0.9),
      ExpirePasswords: expires,
      ...(expires ? { MaxPasswordAge: prng.pick([60, 90, 90, 90, 180, 365]) } : {}),
      ...(prng.chance(0.5) ? { PasswordReusePrevention: prng.pick([3, 5, 12, 24, 24]) } : {}),
      HardExpiry: false,
    },
  };
}

/**
 * What `aws configservice describe-configuration-recorders`, `...-recorder-status` and `describe-delivery-channels` print of
 * a Region, together: what belongs to no Region is recorded at home.
 */
export function configRecorder({ account, prng }: Draws, isHome: boolean) {
  const name = "default";
  const there = prng.chance(isHome ? 0.52 : 0.41);
  const recorder = {
    name,
    roleARN: `arn:aws:iam::${account.id}:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig`,
    recordingGroup: prng.chance(0.9)
      ? { allSupported: true, includeGlobalResourceTypes: isHome, resourceTypes: [] }
      : {
          allSupported: false,
          includeGlobalResourceTypes: false,
          resourceTypes: ["AWS::EC2::SecurityGroup"],
        },
  };
  const status = {
    name,
    recording: prng.chance(0.93),
    lastStatus: prng.chance(0.97) ? "SUCCESS" : "FAILURE",
  };
  return {
    ConfigurationRecorders: there ? [recorder] : [],
    ConfigurationRecordersStatus: there ? [status] : [],
    DeliveryChannels: there ? [{ name, s3BucketName: `${account.name}-config` }] : [],
  };
}

/** What `aws accessanalyzer list-analyzers` prints; the service was a year old. */
export function analyzers(draws: Draws, region: string) {
  const { account, prng } = draws;
  const name = "external-access";
  const analyzer = {
    arn: `arn:aws:access-analyzer:${region}:${account.id}:analyzer/${name}`,
    createdAt: draws.since(400),
    name,
    status: "ACTIVE",
    type: "ACCOUNT",
  };
  return { analyzers: prng.chance(0.17) ? [analyzer] : [] };
}
