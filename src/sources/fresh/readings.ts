import { keptBy } from "../evidence.js";
import { byPart } from "./fresh-file.js";
import type { KeyUse, LiveKey } from "./key-slots.js";

export type ListedKey = Omit<LiveKey, "lastUse">;

export interface Device {
  readonly serial: string;
  readonly enabledAt: number | null;
}

/** What was read of the single users of one account, by name. */
export class AccountUsers {
  /** Lists that are there: of a user who was read again they say all, even by saying nothing. */
  readonly listed = new Set<"keys" | "devices">();
  /** By the name of the user and their id. */
  readonly keys = new Map<string, Map<string, ListedKey>>();
  readonly devices = new Map<string, Map<string, Device>>();
  readonly lastUsed = new Map<string, KeyUse>();
  /** When the password was made; null: there is none. */
  readonly passwords = new Map<string, number | null>();
  /** When a part of each user was read again live: epoch seconds. */
  readonly freshAt = byPart(() => new Map<string, number>());
}

/** What was read of single users, by account. */
export const userReadings = keptBy(() => new Map<string, AccountUsers>());

/** Whose an item is that names nobody: it may be anybody's. No user can be called so. */
export const ANYBODY = "*";

/** Puts an item into the list of its user. Of two readings of one thing the same one is kept, whichever came first. */
export function addTo<Item>(
  lists: Map<string, Map<string, Item>>,
  user: string,
  id: string,
  item: Item,
): void {
  const list = lists.get(user) ?? new Map<string, Item>();
  lists.set(user, list);
  keep(list, id, item);
}

export function keep<Item>(items: Map<string, Item>, id: string, item: Item): void {
  const known = items.get(id);
  if (known === undefined || JSON.stringify(known) < JSON.stringify(item)) items.set(id, item);
}
