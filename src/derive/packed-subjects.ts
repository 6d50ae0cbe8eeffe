import type { PolicySource } from "../policy/policy-source.js";
import type { Subject } from "../policy/subject.js";

/**
 * Subjects on their way to another thread: every text is in it once. Lists that subjects share stay shared, for copying
 * a message keeps what is one object one object.
 */
export interface PackedSubjects {
  readonly texts: readonly string[];
  /** Their policies have the number of a text instead of the text. */
  readonly subjects: readonly Subject[];
}

export function packSubjects(subjects: readonly Subject[]): PackedSubjects {
  const numbers = new Map<string, number>();
  const packed = mapSources(subjects, (text) => {
    const number = numbers.get(text) ?? numbers.size;
    numbers.set(text, number);
    return String(number);
  });
  return { texts: [...numbers.keys()], subjects: packed };
}

export function unpackSubjects({ texts, subjects }: PackedSubjects): Subject[] {
  return mapSources(subjects, (number) => texts[Number(number)] ?? "");
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
