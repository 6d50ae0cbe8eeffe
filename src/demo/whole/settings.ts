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
