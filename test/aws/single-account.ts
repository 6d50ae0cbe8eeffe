import { before } from "./before.js";
import { TRAP_GROUPS, TRAP_POLICIES } from "./policies.js";
import type { AccountSeed, RootSeed } from "./seed.js";
import type { AwsServer } from "./start-server.js";
import { type Trap, trapUsers } from "./traps.js";

/** The account that the server's own `env` belongs to. */
export const SINGLE_ACCOUNT_ID = "123456789012";

/** What is true of the account, beside its users. */
export interface SingleAccount {
  readonly accountId: string;
  /** Every user that AWS lists at the end, with what is true of it. */
  readonly traps: readonly Trap[];
  /** In the report, but not in the account any more. */
  readonly deletedUser: string;
}

/**
 * Fills the server with one account, in no organization, whose users are all traps. A credential report is cached, two
 * hours old at the audit time, and three things happened since: a user switched on MFA, one was made, one was deleted.
 * The server's clock is set to the audit time. Deterministic.
 */
export async function seedSingleAccount(server: AwsServer, asOf: Date): Promise<SingleAccount> {
  const accountId = SINGLE_ACCOUNT_ID;
  const lasting = trapUsers(accountId, asOf);
  const changing = changingUsers(asOf);
  await server.settings({ now: before(asOf, {}) });
  const atFirst = [...lasting, changing.mfaSince, changing.deletedSince].map((trap) => trap.user);
  await server.seed({ accounts: [account(accountId, asOf, atFirst)] });
  await server.update({
    account_id: accountId,
    users: [
      {
        name: changing.mfaSince.user.name,
        mfa: [{ kind: "virtual", enabled_at: before(asOf, { hours: 1 }) }],
      },
      { name: changing.deletedSince.user.name, deleted: true },
    ],
  });
  await server.seed({ accounts: [{ account_id: accountId, users: [changing.madeSince.user] }] });
  return {
    accountId,
    traps: [...lasting, changing.mfaSince, changing.madeSince],
    deletedUser: changing.deletedSince.user.name,
  };
}

function account(account_id: string, asOf: Date, users: AccountSeed["users"] = []): AccountSeed {
  return {
    account_id,
    alias: "single",
    root: busyRoot(asOf),
    password_policy: { MinimumPasswordLength: 14, MaxPasswordAge: 365, RequireSymbols: true },
    groups: TRAP_GROUPS,
    policies: TRAP_POLICIES,
    users,
    unassigned_mfa_devices: ["unassigned-device"],
    report: { cached: true, generated_at: before(asOf, { hours: 2 }) },
  };
}

/** Root's key was used before the report was made, its password long ago: the latest of both counts. */
function busyRoot(asOf: Date): RootSeed {
  return {
    created: before(asOf, { days: 2_000 }),
    password: { last_changed: before(asOf, { days: 1_500 }), last_used: before(asOf, { days: 400 }) },
    keys: [
      {
        created: before(asOf, { days: 1_400 }),
        last_used: before(asOf, { hours: 3 }),
        service: "s3",
        region: "N/A",
      },
    ],
    mfa: [{ kind: "virtual" }],
  };
}

function changingUsers(asOf: Date) {
  const created = before(asOf, { days: 100 });
  const password = { last_changed: before(asOf, { days: 100 }), last_used: before(asOf, { days: 1 }) };
  return {
    mfaSince: {
      truth: "Switched on MFA after the report was made: the report says it has none.",
      user: { name: "mfa-since-report", created, password },
    },
    madeSince: {
      truth: "Made after the report: it is not in there.",
      user: {
        name: "made-since-report",
        created: before(asOf, { hours: 1 }),
        password: { last_changed: before(asOf, { hours: 1 }) },
      },
    },
    deletedSince: {
      truth: "Deleted after the report was made: it is in there, and nowhere else.",
      user: { name: "deleted-since-report", created, password },
    },
  } satisfies Record<string, Trap>;
}
