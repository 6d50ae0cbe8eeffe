import type { CohortAccount, CohortUser } from "../cohort.js";

/** What fails of a user, told by plain code and not by the controls: so the one can be tested by the other. */
export interface KnownFinding {
  readonly control_id: string;
  readonly account_id: string;
  readonly arn: string;
  /** When the user was made: one who was made again is another. Epoch seconds. */
  readonly user_created: number;
  /** When the key was made that it is about; null: it is about the user. */
  readonly key_created: number | null;
}

const DAY = 86_400;

/** What fails of the users of some accounts at a time, of the controls that look at the credential report alone. */
export function knownFindings(accounts: readonly CohortAccount[], now: number): KnownFinding[] {
  return accounts.flatMap((account) =>
    account.users.flatMap((user) => {
      const found = (control_id: string, key_created: number | null = null): KnownFinding => ({
        control_id,
        account_id: account.id,
        arn: user.arn,
        user_created: user.dated.created,
        key_created,
      });
      return [
        ...userFindings(user, now).map((control) => found(control)),
        ...keyFindings(user, now).map(([control, made]) => found(control, made)),
      ];
    }),
  );
}

function userFindings({ dated }: CohortUser, now: number): string[] {
  const active = dated.keys.filter((key) => key?.active === true);
  const uses = [
    ...active.map((key) => key?.used ?? key?.rotated ?? 0),
    ...(dated.password === undefined ? [] : [dated.password.used ?? dated.password.changed]),
  ];
  return [
    ...(dated.password !== undefined && dated.device === undefined ? ["user-mfa-device"] : []),
    ...(active.length === 2 ? ["user-single-active-key"] : []),
    ...(uses.length > 0 && uses.every((used) => now - used >= 90 * DAY) ? ["user-unused"] : []),
  ];
}

function keyFindings({ dated }: CohortUser, now: number): [string, number][] {
  return dated.keys.flatMap((key): [string, number][] => {
    if (key?.active !== true) return [];
    const atSetup = dated.password !== undefined && Math.abs(key.rotated - dated.created) <= 10;
    return [
      ...(now - key.rotated > 90 * DAY ? [["user-key-rotation", key.rotated] as [string, number]] : []),
      ...(atSetup ? [["user-key-at-setup", key.rotated] as [string, number]] : []),
    ];
  });
}
