import { type ActionSet, type ActionSets, hasAction } from "./action-set.js";
import { type Catalogue, LEVELS } from "./catalogue.js";
import { HARMLESS, SESSION_ALLOWS } from "./harmless.js";
import type { AppliedStatement, Model } from "./model.js";
import { FRESH } from "./parse-policy.js";
import { unlistedAtoms } from "./unlisted-atoms.js";

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

export type Member = (statement: AppliedStatement, index: number) => boolean;

/** Which statements hold an action: the Denies, and the Allows by slot. */
export function membership(model: Model, holds: Member, rcp: boolean): Pick<Atom, "denies" | "allows"> {
  const denies: number[] = [];
  const allows: number[][] = model.slots.map(() => []);
  for (const [index, statement] of model.statements.entries()) {
    if (!holds(statement, index)) continue;
    if (!statement.compiled.deny) allows[statement.slot]?.push(index);
    else if (rcp || statement.ref.layer !== "rcp") denies.push(index);
  }
  return { denies, allows };
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

/** Groups all actions, known and unlisted, by the statements that hold them. */
export function buildAtoms(model: Model, tools: AtomTools): Atoms {
  const listed = listedAtoms(model, tools);
  return { atoms: [...listed.atoms, ...unlistedAtoms(model, tools.sets.catalogue)], of: listed.of };
}
