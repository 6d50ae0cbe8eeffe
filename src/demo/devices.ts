import type { Account } from "./accounts.js";
import type { DatedUser, MfaDevice } from "./dated-user.js";
import { AS_OF } from "./dates.js";
import { Prng } from "./prng.js";
import { STANDALONE_WITHOUT_DEVICE } from "./totals.js";

/** Users of an account. */
type Users = (account: Account) => readonly DatedUser[];

/**
 * The users of each account with their MFA devices.
 *
 * As many console users of standalone accounts have none as were published. Those were the only ones whose answer was
 * certain: a service control policy may enforce MFA on members, and nobody knew the policies. So members are as careless,
 * and their users without a device are `unknown`. Users of management accounts, to whom no such policy applies, would have
 * been counted: all of them have a device.
 */
export function withDevices(accounts: readonly Account[], users: Users): Map<string, DatedUser[]> {
  const careless = carelessUsers(accounts, users);
  const prng = new Prng("devices");
  const owns = (user: DatedUser) => (user.password === undefined ? prng.chance(0.03) : !careless.has(user));
  return new Map(
    accounts.map((account) => [
      account.id,
      users(account).map((user) => ({
        ...user,
        device: owns(user) ? mfaDevice(prng, user.created, 0.82) : undefined,
      })),
    ]),
  );
}

/** A device that somebody made in `created` (epoch seconds) registered, most of them soon. */
export function mfaDevice(prng: Prng, created: number, partVirtual: number): MfaDevice {
  const since = Math.floor(created + (AS_OF - created) * prng.next() ** 3);
  return { since, virtual: prng.chance(partVirtual) };
}

/** Console users without a device. In some accounts nobody asks for one, in others everybody has one. */
function carelessUsers(accounts: readonly Account[], users: Users): Set<DatedUser> {
  const scored = accounts.flatMap((account) => {
    const prng = new Prng(`habit of ${account.id}`);
    const care = prng.next();
    const role = account.membership?.role;
    if (role === "management") return [];
    return users(account)
      .filter(({ password }) => password !== undefined)
      .map((user) => ({ user, role, care: care + prng.next() }));
  });
  const published = scored.filter(({ role }) => role === undefined).map(({ care }) => care);
  const limit = published.sort((left, right) => left - right)[STANDALONE_WITHOUT_DEVICE];
  if (limit === undefined) throw new Error("demo: too few console users in standalone accounts");
  return new Set(scored.filter(({ care }) => care < limit).map(({ user }) => user));
}
