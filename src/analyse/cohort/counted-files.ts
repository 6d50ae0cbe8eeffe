/** What decides which of several files of one organization is counted. */
export interface SharedFile {
  /** What the file is called, for messages. */
  readonly name: string;
  readonly organization: string;
  /** As 2026-11. */
  readonly month: string;
  /** A hash of what the file says. */
  readonly digest: string;
}

export interface Decision {
  /** Numbers of the entries that count: one an organization. */
  readonly counted: ReadonlySet<number>;
  /** Files that say the same as a counted one, each with that one. */
  readonly repeated: readonly (readonly [SharedFile, SharedFile])[];
  /** Files of organizations that shared again in a later month. */
  readonly earlier: readonly SharedFile[];
  /** Files of one organization and month that say different things: none of them counts, for which is right is not known. */
  readonly contradicting: readonly (readonly SharedFile[])[];
}

/** An organization counts once, by the file of its newest month. */
export function chooseCounted(entries: readonly SharedFile[]): Decision {
  const counted = new Set<number>();
  const repeated: [SharedFile, SharedFile][] = [];
  const earlier: SharedFile[] = [];
  const contradicting: SharedFile[][] = [];
  for (const own of byOrganization(entries).values()) {
    const month = own.map(({ entry }) => entry.month).reduce((a, b) => (a > b ? a : b));
    const newest = own.filter(({ entry }) => entry.month === month);
    earlier.push(...own.filter(({ entry }) => entry.month !== month).map(({ entry }) => entry));
    const [first, ...others] = newest;
    if (first === undefined) continue;
    if (others.some(({ entry }) => entry.digest !== first.entry.digest)) {
      contradicting.push(newest.map(({ entry }) => entry));
      continue;
    }
    counted.add(first.index);
    repeated.push(...others.map(({ entry }): [SharedFile, SharedFile] => [entry, first.entry]));
  }
  return { counted, repeated, earlier, contradicting };
}

interface Numbered {
  readonly index: number;
  readonly entry: SharedFile;
}

function byOrganization(entries: readonly SharedFile[]): Map<string, Numbered[]> {
  const groups = new Map<string, Numbered[]>();
  for (const [index, entry] of entries.entries()) {
    const group = groups.get(entry.organization);
    if (group === undefined) groups.set(entry.organization, [{ index, entry }]);
    else group.push({ index, entry });
  }
  return groups;
}
