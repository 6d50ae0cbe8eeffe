import type { PolicySource } from "../policy/policy-source.js";
import type { Subject } from "../policy/subject.js";

/** Subjects in the order of the keys of their policies. */
export interface Ordered {
  readonly subjects: readonly Subject[];
  readonly keys: readonly string[];
}

/**
 * Subjects on their way to another thread: every text is in it once. Lists that subjects share stay shared, for copying
 * a message keeps what is one object one object.
 */
export interface PackedSubjects extends Ordered {
  /** The policies of the subjects have the number of a text instead of the text. */
  readonly texts: readonly string[];
}

export function packSubjects({ subjects, keys }: Ordered): PackedSubjects {
  const numbers = new Map<string, number>();
  const packed = mapSources(subjects, (text) => {
    const number = numbers.get(text) ?? numbers.size;
    numbers.set(text, number);
    return String(number);
  });
  return { texts: [...numbers.keys()], subjects: packed, keys };
}

export function unpackSubjects({ texts, subjects, keys }: PackedSubjects): Ordered {
  return { subjects: mapSources(subjects, (number) => texts[Number(number)] ?? ""), keys };
}

/** The subjects with every text changed; a list that several share is changed once. */
function mapSources(subjects: readonly Subject[], change: (text: string) => string): Subject[] {
  const lists = new Map<readonly PolicySource[], readonly PolicySource[]>();
  const chains = new Map<Subject["scps"], Subject["scps"]>();
  const source = (one: PolicySource): PolicySource =>
    one.text === null ? one : { ...one, text: change(one.text) };
  const list = (sources: readonly PolicySource[]) => remembered(lists, sources, () => sources.map(source));
  return subjects.map((subject) => {
    const { scps, rcps, identity, boundary } = subject;
    return {
      ...subject,
      scps:
        typeof scps === "string"
          ? scps
          : remembered(chains, scps, () => scps.map((level) => (level === "missing" ? level : list(level)))),
      ...(rcps !== undefined && { rcps: list(rcps) }),
      identity: typeof identity === "string" ? identity : list(identity),
      boundary: typeof boundary === "string" ? boundary : source(boundary),
    };
  });
}

function remembered<K, V>(known: Map<K, V>, key: K, make: () => V): V {
  const found = known.get(key);
  if (found !== undefined) return found;
  const made = make();
  known.set(key, made);
  return made;
}
