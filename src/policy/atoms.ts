import {
  type ActionSet,
  type ActionSets,
  hasAction,
  matchesName,
  serviceOf,
  unlistedName,
} from "./action-set.js";
import { type Catalogue, LEVELS } from "./catalogue.js";
import { HARMLESS, SESSION_ALLOWS } from "./harmless.js";
import type { AppliedStatement, Model } from "./model.js";
import { FRESH } from "./parse-policy.js";

/** Actions that every statement treats alike, so that one of them answers for all. */
export interface Atom {
  /** The most dangerous listed action of it, or the pattern of an unlisted one. */
  readonly example: string;
  readonly listed: boolean;
  /** Listed actions in it. */
  readonly count: number;
  /** Highest access level in it: index into LEVELS. */
  readonly level: number;
  readonly harmless: boolean;
  /** Whether a GetSessionToken session without MFA cannot call it. */
  readonly limited: boolean;
  /** Deny statements that hold it. */
  readonly denies: readonly number[];
  /** Allow statements that hold it, for each slot. */
  readonly allows: readonly (readonly number[])[];
}

export interface Atoms {
  readonly atoms: readonly Atom[];
  /** Atom of a catalogue index. */
  readonly of: Uint16Array;
}

/** What does not depend on a subject, made once an engine. */
export interface AtomTools {
  readonly sets: ActionSets;
  readonly harmless: ActionSet;
  readonly limited: ActionSet;
  readonly sessionAllows: ActionSet;
  readonly rcp: ActionSet;
  /** How dangerous an action is, to choose examples; by catalogue index. */
  readonly danger: Uint8Array;
}

export function atomTools(sets: ActionSets, danger: Uint8Array): AtomTools {
  return {
    sets,
    harmless: sets.of(HARMLESS),
    limited: sets.of(["iam:*", "sts:*"]),
    sessionAllows: sets.of(SESSION_ALLOWS),
    rcp: sets.of([...sets.catalogue.rcpServices].map((service) => `${service}:*`)),
    danger,
  };
}

/** Splits classes of catalogue indices until every set holds a class whole or not at all. */
function refine(size: number, sets: Iterable<ActionSet>): { classes: Uint16Array; count: number } {
  const classes = new Uint16Array(size);
  let count = 1;
  for (const set of sets) {
    if (set.everything) continue;
    const moved = new Int32Array(count).fill(-1);
    for (const index of set.list) {
      const old = classes[index] ?? 0;
      let target = moved[old] ?? -1;
      if (target < 0) {
        target = count++;
        moved[old] = target;
      }
      classes[index] = target;
    }
  }
  return { classes, count };
}

interface Summary {
  readonly example: Int32Array;
  readonly count: Int32Array;
  readonly level: Uint8Array;
}

function summarise(classes: Uint16Array, size: number, catalogue: Catalogue, danger: Uint8Array): Summary {
  const example = new Int32Array(size).fill(-1);
  const count = new Int32Array(size);
  const level = new Uint8Array(size);
  for (let index = 0; index < classes.length; index++) {
    const own = classes[index] ?? 0;
    const best = example[own] ?? -1;
    if (best < 0 || (danger[index] ?? 0) > (danger[best] ?? 0)) example[own] = index;
    if (catalogue.listed[index] !== 1) continue;
    count[own] = (count[own] ?? 0) + 1;
    level[own] = Math.max(level[own] ?? 0, catalogue.levels[index] ?? 0);
  }
  return { example, count, level };
}

type Member = (statement: AppliedStatement) => boolean;

/** Which statements hold an action: the Denies, and the Allows by slot. */
function membership(model: Model, holds: Member, rcp: boolean): Pick<Atom, "denies" | "allows"> {
  const denies: number[] = [];
  const held = new Set<number>();
  model.statements.forEach((statement, index) => {
    if (!holds(statement)) return;
    if (!statement.compiled.deny) held.add(index);
    else if (rcp || statement.ref.layer !== "rcp") denies.push(index);
  });
  return { denies, allows: model.slots.map((slot) => slot.statements.filter((index) => held.has(index))) };
}

function listedAtoms(model: Model, tools: AtomTools): Atoms {
  const { catalogue } = tools.sets;
  const own = new Set(model.statements.map((statement) => statement.compiled.actions));
  const hasRcp = model.statements.some((statement) => statement.ref.layer === "rcp");
  const fixed = [tools.harmless, tools.limited, tools.sessionAllows, ...(hasRcp ? [tools.rcp] : [])];
  const { classes, count } = refine(catalogue.names.length, [...fixed, ...own]);
  const summary = summarise(classes, count, catalogue, tools.danger);
  const place = new Uint16Array(count);
  const atoms: Atom[] = [];
  for (let one = 0; one < count; one++) {
    const index = summary.example[one] ?? -1;
    if (index < 0) continue;
    place[one] = atoms.length;
    const listed = catalogue.listed[index] === 1;
    const holds: Member = ({ compiled }) => hasAction(compiled.actions, index) !== compiled.actionsNegated;
    atoms.push({
      example: listed ? (catalogue.names[index] ?? "") : shown(catalogue.names[index] ?? ""),
      listed,
      count: summary.count[one] ?? 0,
      level: listed ? (summary.level[one] ?? 0) : LEVELS.indexOf("write"),
      harmless: hasAction(tools.harmless, index),
      limited: hasAction(tools.limited, index) && !hasAction(tools.sessionAllows, index),
      ...membership(model, holds, hasAction(tools.rcp, index)),
    });
  }
  return { atoms, of: classes.map((one) => place[one] ?? 0) };
}

/** `s3:Get` and unlisted characters are shown as `s3:Get*`. */
function shown(name: string): string {
  return name.replaceAll(new RegExp(`${FRESH}+`, "g"), "*");
}

/** Atoms for actions that no catalogue index stands for; those that all statements treat alike are one. */
function unlistedAtoms(model: Model, tools: AtomTools): Atom[] {
  const ones = Math.max(0, ...model.statements.map(({ compiled }) => compiled.actions.ones));
  const names = new Map<string, string>();
  for (const { compiled } of model.statements) {
    // Only what an Allow names or a Deny leaves out can let an unlisted action through.
    if (compiled.deny !== compiled.actionsNegated) continue;
    for (const pattern of compiled.actions.unlisted) names.set(pattern.text, unlistedName(pattern, ones));
  }
  const groups = new Map<string, Atom>();
  for (const [pattern, name] of [...names].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const atom = unlistedAtom(model, tools, pattern, name);
    const key = `${atom.denies.join()}/${atom.allows.join(";")}/${atom.limited}${atom.level}`;
    if (!groups.has(key)) groups.set(key, atom);
  }
  return [...groups.values()];
}

function unlistedAtom(model: Model, tools: AtomTools, pattern: string, name: string): Atom {
  const { catalogue } = tools.sets;
  const alike = tools.sets.matching(pattern);
  let level = alike.length === 0 ? LEVELS.indexOf("write") : 0;
  for (const index of alike)
    if (catalogue.listed[index] === 1) level = Math.max(level, catalogue.levels[index] ?? 0);
  return {
    example: pattern,
    listed: false,
    count: 0,
    level,
    harmless: false,
    limited: matchesName(tools.limited, name),
    ...membership(
      model,
      ({ compiled }) => matchesName(compiled.actions, name) !== compiled.actionsNegated,
      catalogue.rcpServices.has(serviceOf(name)),
    ),
  };
}

/** Groups all actions, known and unlisted, by the statements that hold them. */
export function buildAtoms(model: Model, tools: AtomTools): Atoms {
  const listed = listedAtoms(model, tools);
  return { atoms: [...listed.atoms, ...unlistedAtoms(model, tools)], of: listed.of };
}
