/** When and where a key was last used: the ends of the names of columns. */
export interface KeyUse {
  /** null: never used since 2015-04-22. */
  readonly last_used_at: number | null;
  readonly last_used_region: string | null;
  readonly last_used_service: string | null;
}

/** An access key as ListAccessKeys and GetAccessKeyLastUsed tell it. Times are epoch seconds. */
export interface LiveKey {
  readonly id: string;
  readonly active: boolean;
  readonly created_at: number | null;
  /** undefined: its last use was not asked for. */
  readonly lastUse: KeyUse | undefined;
}

/** One of the two slots of the credential report. */
export interface KeySlot extends KeyUse {
  /** null: not known. */
  readonly active: boolean | null;
  readonly created_at: number | null;
  /** The report tells last use at all. */
  readonly use_known: boolean;
  readonly id: string | null;
}

export type Slots = readonly [KeySlot, KeySlot];

const UNUSED: KeyUse = { last_used_at: null, last_used_region: null, last_used_service: null };
const EMPTY: KeySlot = { active: false, created_at: null, ...UNUSED, use_known: true, id: null };
/** What is known of a slot where nothing is. */
export const UNKNOWN_SLOT: KeySlot = { ...EMPTY, active: null, use_known: false };

/**
 * The slots after the keys were listed again. A key is found by the second it was made; one made since takes a free
 * slot; a slot whose key is gone is empty. The report shows no ids, so nothing else tells which key is which.
 */
export function freshSlots(slots: Slots, keys: readonly LiveKey[], reportAt: number | undefined): Slots {
  const rest = new Set([...keys].sort(byAge));
  const found = new Map<KeySlot, LiveKey>();
  const exact = (slot: KeySlot, key: LiveKey) => key.active === slot.active;
  for (const fits of [exact, () => true]) {
    for (const slot of slots) {
      const key = found.has(slot) ? undefined : [...rest].find((one) => made(slot, one) && fits(slot, one));
      if (key === undefined) continue;
      found.set(slot, key);
      rest.delete(key);
    }
  }
  const since = [...rest].sort((a, b) => Number(b.active) - Number(a.active) || byAge(a, b));
  const fill = (slot: KeySlot): KeySlot => {
    const known = found.get(slot);
    if (known !== undefined) return liveSlot(known, slot, reportAt);
    const made = since.shift();
    return made === undefined ? EMPTY : liveSlot(made, undefined, reportAt);
  };
  const [first, second] = slots;
  return [fill(first), fill(second)];
}

/** Ids of the slots' keys where creation second and status leave no doubt which key is meant. */
export function keyIds([first, second]: Slots, keys: readonly LiveKey[]): [string | null, string | null] {
  const fitting = (slot: KeySlot) => keys.filter((key) => made(slot, key) && key.active === slot.active);
  const alike = first.created_at === second.created_at && first.active === second.active;
  const idOf = (slot: KeySlot): string | null => {
    const [only, ...others] = fitting(slot);
    return only === undefined || others.length > 0 || alike ? null : only.id;
  };
  return [idOf(first), idOf(second)];
}

function made(slot: KeySlot, key: LiveKey): boolean {
  return slot.created_at !== null && slot.created_at === key.created_at;
}

function liveSlot(key: LiveKey, slot: KeySlot | undefined, reportAt: number | undefined): KeySlot {
  const { id, active, created_at, lastUse } = key;
  // Made after the report, it cannot have been used long ago: its creation is near enough.
  const isNew = created_at !== null && reportAt !== undefined && created_at >= reportAt;
  const before = slot ?? UNUSED;
  const isLater = lastUse !== undefined && (lastUse.last_used_at ?? 0) >= (before.last_used_at ?? 0);
  const { last_used_at, last_used_region, last_used_service } = isLater ? lastUse : before;
  return {
    id,
    active,
    created_at,
    last_used_at,
    last_used_region,
    last_used_service,
    use_known: lastUse !== undefined || (slot?.use_known ?? isNew),
  };
}

function byAge(a: LiveKey, b: LiveKey): number {
  return (a.created_at ?? 0) - (b.created_at ?? 0) || (a.id < b.id ? -1 : 1);
}
