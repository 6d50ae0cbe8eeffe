import type { Account } from "./accounts.js";
import { AS_OF } from "./dates.js";
import { Prng } from "./prng.js";

/** When an account came into its organization (epoch seconds), and how. */
export interface Joining {
  readonly method: "CREATED" | "INVITED";
  readonly time: number;
}

/** AWS Organizations has been open to all since 27 February 2017. */
const ORGANIZATIONS_OPENED = Date.UTC(2017, 1, 28) / 1000;

/**
 * Joinings of the accounts of one organization: an account older than the organization was invited, as AWS also
 * says of the management account; a younger one was created in it.
 *
 * @param created when each account was created (epoch seconds), by account id
 */
export function joinings(
  organization: readonly Account[],
  created: ReadonlyMap<string, number>,
): Map<string, Joining> {
  const result = new Map<string, Joining>();
  const management = organization.find((account) => account.membership?.role === "management");
  if (management === undefined) return result;
  const prng = new Prng(`joining ${management.id}`);
  const between = (from: number) => Math.floor(from + prng.next() * 0.5 * (AS_OF - from));
  const start = between(Math.max(created.get(management.id) ?? 0, ORGANIZATIONS_OPENED));
  for (const account of organization) {
    const time = created.get(account.id) ?? 0;
    if (account === management) result.set(account.id, { method: "INVITED", time: start });
    else if (time > start) result.set(account.id, { method: "CREATED", time });
    else result.set(account.id, { method: "INVITED", time: between(start) });
  }
  return result;
}
