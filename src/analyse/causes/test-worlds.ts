import type { Cause } from "../../model/results/causes.js";
import type { TraitKind } from "../../model/trait-kinds.js";
import { AS_OF, accountId, Cohort } from "./test-cohort.js";

/** Numbers below 1 from a seed (mulberry32, T. Ettinger). */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A trait that some users carry. */
export interface Planted {
  readonly kind: "burst" | "group" | "tag" | "iam_path";
  readonly carriers: number;
  /** In so many accounts they are. */
  readonly accounts: number;
}

/** A fresh seed for each run; CAUSES_SEED repeats one. */
export const SEED = Number(process.env.CAUSES_SEED ?? Math.floor(Math.random() * 2 ** 31));

/** So many seeds from `SEED` on. */
export function seeds(count: number): number[] {
  return Array.from({ length: count }, (_, index) => SEED + index);
}

export interface WorldSize {
  readonly users: number;
  readonly accounts: number;
  /** How likely a user fails who carries nothing planted, account by account: between these. */
  readonly rates: readonly [low: number, high: number];
}

interface User {
  readonly account: number;
  readonly name: string;
  readonly path: string;
  readonly created: number;
  readonly groups: string[];
  readonly tags: Record<string, string>;
  readonly planted: number | undefined;
}

/** Users of accounts that fail at rates of their own, with ordinary traits, and with what is planted. */
class World {
  private constructor(
    readonly cohort: Cohort,
    private readonly users: readonly User[],
    private readonly rates: readonly number[],
    private readonly random: () => number,
  ) {}

  static async open(seed: number, size: WorldSize, planted: readonly Planted[]): Promise<World> {
    const random = randomFrom(seed);
    const pick = (count: number) => Math.floor(random() * count);
    const places = Array.from({ length: size.users }, () => pick(size.accounts));
    const owners = plant(places, planted, size.accounts, pick);
    const users = places.map((account, index) =>
      userOf(index, account, { owner: owners[index], planted, pick }),
    );
    const cohort = await Cohort.open(
      users.map(rowOf),
      Array.from({ length: size.accounts }, (_, index) => ({
        account_id: accountId(index),
        ou_path: `/${["Prod", "Test", "Sandbox"][pick(3)]}`,
        tags: JSON.stringify({ tier: String(pick(4)), owner: `o${pick(6)}` }),
      })),
    );
    const [low, high] = size.rates;
    const rates = Array.from({ length: size.accounts }, () => low + (high - low) * random());
    return new World(cohort, users, rates, random);
  }

  /** Draws who fails: each user as often as its account says, carriers of what is planted as number `cause` at `rate`. */
  async draw(cause?: number, rate = 0): Promise<void> {
    const failing = this.users.filter(({ account, planted }) => {
      const own = cause !== undefined && planted === cause ? rate : this.rates[account];
      return this.random() < (own ?? 0);
    });
    await this.cohort.fail(`user_name IN (${failing.map(({ name }) => `'${name}'`).join(", ")})`);
  }

  close(): void {
    this.cohort.close();
  }
}

/** Which planted trait each user carries: the first users that lie in the accounts of it and carry none yet. */
function plant(
  places: readonly number[],
  planted: readonly Planted[],
  accounts: number,
  pick: (count: number) => number,
): (number | undefined)[] {
  const owners = places.map((): number | undefined => undefined);
  for (const [number, one] of planted.entries()) {
    const first = pick(accounts);
    let left = one.carriers;
    for (const [index, place] of places.entries()) {
      const distance = (place - first + accounts) % accounts;
      if (left === 0 || owners[index] !== undefined || distance >= one.accounts) continue;
      owners[index] = number;
      left -= 1;
    }
  }
  return owners;
}

function userOf(
  index: number,
  account: number,
  {
    owner,
    planted,
    pick,
  }: { owner: number | undefined; planted: readonly Planted[]; pick: (n: number) => number },
): User {
  const kind = owner === undefined ? undefined : planted[owner]?.kind;
  return {
    account,
    name: `${["ann", "bob", "ci", "app", "svc"][pick(5)]}-${index}`,
    path: kind === "iam_path" ? `/planted-${owner}/` : (["/", "/service/", "/people/"][pick(3)] ?? "/"),
    created:
      AS_OF -
      (kind === "burst"
        ? 86_400 * (900 + (owner ?? 0)) - Math.floor(index / 50)
        : 86_400 * (100 + pick(800)) + pick(86_400)),
    groups: [`group-${pick(8)}`, ...(kind === "group" ? [`planted-${owner}`] : [])],
    tags: {
      team: kind === "tag" ? `planted-${owner}` : `team-${pick(10)}`,
      ...(pick(2) === 0 && { env: "prod" }),
    },
    planted: owner,
  };
}

function rowOf({ account, name, path, created, groups, tags }: User) {
  return {
    account_id: accountId(account),
    arn: `arn:aws:iam::${accountId(account)}:user/${name}`,
    user_name: name,
    path,
    created_at: created,
    groups,
    tags: JSON.stringify(tags),
  };
}

/** Whether a cause tells of what was planted as a number: by itself, or as what its carriers share. */
function tells({ kind, values, alike }: Cause, planted: Planted, number: number): boolean {
  const traits: { kind: TraitKind; values: readonly string[] }[] = [{ kind, values }, ...alike];
  return traits.some((one) => {
    if (planted.kind === "burst") return one.kind === "burst" || one.kind === "in_burst";
    return one.kind === planted.kind && one.values.some((value) => value.includes(`planted-${number}`));
  });
}

/** Three of each kind, each carried by so many users in so many accounts; bursts in no more than four, or they would be none. */
export function twelve(carriers: number, accounts: number): Planted[] {
  return (["burst", "group", "tag", "iam_path"] as const).flatMap((kind) =>
    [1, 2, 3].map(() => ({ kind, carriers, accounts: kind === "burst" ? Math.min(4, accounts) : accounts })),
  );
}

/** How many of the planted causes are told where their carriers fail nine times in ten, one cause at a time. */
export async function countTold(seed: number, size: WorldSize, planted: readonly Planted[]): Promise<number> {
  const world = await World.open(seed, size, planted);
  let told = 0;
  for (const [number, one] of planted.entries()) {
    await world.draw(number, 0.9);
    if ((await world.cohort.causes()).some((cause) => tells(cause, one, number))) told += 1;
  }
  world.close();
  return told;
}

/** In how many worlds something other than accounts is told although nothing but the account says how likely a user fails. */
export async function countWrong(
  worlds: readonly number[],
  size: WorldSize,
  planted: readonly Planted[],
): Promise<number> {
  let wrong = 0;
  for (const seed of worlds) {
    const world = await World.open(seed, size, planted);
    await world.draw();
    if ((await world.cohort.causes()).some(({ kind }) => kind !== "account")) wrong += 1;
    world.close();
  }
  return wrong;
}
