import type { CohortAccount } from "../cohort.js";
import { ageOf, pickAge, timeAtAge } from "../dates.js";
import { Prng } from "../prng.js";
import { timeText } from "../time-text.js";

/** What everything in an account needs to be made: whose it is, and draws of its own. */
export class Draws {
  readonly prng: Prng;
  readonly #oldest: number;
  readonly #ids: readonly [Prng, Prng];

  constructor(
    readonly account: CohortAccount,
    label: string,
  ) {
    this.prng = new Prng(`${label} of ${account.id}`);
    this.#oldest = ageOf(account.created);
    this.#ids = [
      new Prng(`first ids, ${label} of ${account.id}`),
      new Prng(`last ids, ${label} of ${account.id}`),
    ];
  }

  /**
   * An id as EC2 makes them since 2018: `vol-0` and 16 more digits. One generator would come again to where another began
   * before there are as many ids as here; two do not at the same time.
   */
  id(prefix: string): string {
    const [first, last] = this.#ids.map((one) =>
      one
        .below(2 ** 32)
        .toString(16)
        .padStart(8, "0"),
    );
    return `${prefix}-0${first}${last}`;
  }

  /** A time since the account was made, rather late than early, as the AWS CLI prints it. */
  since(most = 1500): string {
    const age = pickAge(this.prng, 0.5, Math.min(most, this.#oldest), "recent") ?? 1;
    return timeText(timeAtAge(age));
  }

  /** So many of `all` are marked, in no order. */
  flags(all: number, marked: number): boolean[] {
    return this.prng.shuffled(Array.from({ length: all }, (_, index) => index < marked));
  }
}

const TEAMS = ["payments", "platform", "data", "web", "mobile", "finance", "search", "ml", "it", "growth"];

/** Tags as people give them: some say who owns it, many say nothing but a name. */
export function tagsFor({ prng }: Draws, name: string): { Key: string; Value: string }[] {
  const tags = prng.chance(0.8) ? [{ Key: "Name", Value: name }] : [];
  if (!prng.chance(0.45)) return tags;
  const team = prng.pick(TEAMS);
  tags.push({ Key: "team", Value: team });
  if (prng.chance(0.5)) tags.push({ Key: "owner", Value: `${team}@example.com` });
  if (prng.chance(0.5)) tags.push({ Key: "environment", Value: prng.pick(["prod", "dev", "staging"]) });
  if (prng.chance(0.2)) tags.push({ Key: "managed-by", Value: "terraform" });
  return tags;
}

const APPLICATIONS = [
  ...[
    "orders",
    "checkout",
    "billing",
    "ledger",
    "catalog",
    "search",
    "login",
    "profile",
    "mailer",
    "reports",
  ],
  ...["etl", "crawler", "metrics", "gateway", "queue", "images", "video", "wiki", "ci", "bastion", "vpn"],
  ...["exports", "archive", "backup", "sandbox", "legacy", "crm", "erp", "web", "api", "admin"],
];
const STAGES = ["prod", "prod", "dev", "staging", "test", "qa"];

/** A name as people give it to what they run: `orders-prod`, `etl-dev-3`. */
export function applicationName(prng: Prng): string {
  const name = `${prng.pick(APPLICATIONS)}-${prng.pick(STAGES)}`;
  return prng.chance(0.25) ? `${name}-${1 + prng.below(9)}` : name;
}
