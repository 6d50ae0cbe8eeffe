/** An access key as ListAccessKeys and GetAccessKeyLastUsed tell it. Times are epoch seconds. */
export interface LiveKey {
  readonly id: string;
  readonly active: boolean;
  readonly createdAt: number | null;
  /** undefined: its last use was not asked for. */
  readonly lastUse: KeyUse | undefined;
}

export interface KeyUse {
  /** null: never used since 2015-04-22. */
  readonly at: number | null;
  readonly region: string | null;
  readonly service: string | null;
}

/** One of the two slots of the credential report. */
export interface KeySlot {
  /** null: not known. */
  readonly active: boolean | null;
  readonly createdAt: number | null;
  readonly lastUse: KeyUse;
  /** The report tells last use at all. */
  readonly useKnown: boolean;
  readonly id: string | null;
}

export type Slots = readonly [KeySlot, KeySlot];

const UNUSED: KeyUse = { at: null, region: null, service: null };
const EMPTY: KeySlot = { active: false, createdAt: null, lastUse: UNUSED, useKnown: true, id: null };

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
  const alike = first.createdAt === second.createdAt && first.active === second.active;
  const idOf = (slot: KeySlot): string | null => {
    const [only, ...others] = fitting(slot);
    return only === undefined || others.length > 0 || alike ? null : only.id;
  };
  return [idOf(first), idOf(second)];
}

function made(slot: KeySlot, key: LiveKey): boolean {
  return slot.createdAt !== null && slot.createdAt === key.createdAt;
}

function liveSlot(key: LiveKey, slot: KeySlot | undefined, reportAt: number | undefined): KeySlot {
  const { id, active, createdAt, lastUse } = key;
  // Made after the report, it cannot have been used long ago: its creation is near enough.
  const isNew = createdAt !== null && reportAt !== undefined && createdAt >= reportAt;
  const before = slot?.lastUse ?? UNUSED;
  const newer = lastUse !== undefined && (lastUse.at ?? 0) >= (before.at ?? 0) ? lastUse : before;
  return {
    id,
    active,
    createdAt,
    lastUse: newer,
    useKnown: lastUse !== undefined || (slot?.useKnown ?? isNew),
  };
}

function byAge(a: LiveKey, b: LiveKey): number {
  return (a.createdAt ?? 0) - (b.createdAt ?? 0) || (a.id < b.id ? -1 : 1);
}
