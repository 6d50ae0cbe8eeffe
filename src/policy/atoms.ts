import {
  type ActionSet,
  type ActionSets,
  hasAction,
  matchesName,
  serviceOf,
  type UnlistedPattern,
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

type Member = (statement: AppliedStatement, index: number) => boolean;

/** Which statements hold an action: the Denies, and the Allows by slot. */
function membership(model: Model, holds: Member, rcp: boolean): Pick<Atom, "denies" | "allows"> {
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

/** Statements whose patterns can match an action of a service; for all others the name does not matter. */
function statementsFor(model: Model): (service: string) => readonly number[] {
  const byService = new Map<string, number[]>();
  return (service) => {
    let found = byService.get(service);
    if (found === undefined) {
      found = [];
      for (const [index, { compiled }] of model.statements.entries()) {
        const { everything, named, anyService } = compiled.actions;
        if (!everything && (anyService.length > 0 || named.has(service))) found.push(index);
      }
      byService.set(service, found);
    }
    return found;
  };
}

function nameMatches(model: Model, index: number, service: string, name: string): boolean {
  const actions = model.statements[index]?.compiled.actions;
  return actions !== undefined && matchesName(actions, service, name);
}

/** Atoms for actions that no catalogue index stands for; those that all statements treat alike are one. */
function unlistedAtoms(model: Model, tools: AtomTools): Atom[] {
  const ones = model.statements.reduce((most, { compiled }) => Math.max(most, compiled.actions.ones), 0);
  const concerned = statementsFor(model);
  const seen = new Set<string>();
  const groups = new Map<string, Atom>();
  for (const [own, { compiled }] of model.statements.entries()) {
    // Only what an Allow names or a Deny leaves out can let an unlisted action through.
    if (compiled.deny !== compiled.actionsNegated) continue;
    for (const pattern of compiled.actions.unlisted) {
      if (seen.has(pattern.glob.text)) continue;
      seen.add(pattern.glob.text);
      const name = ones === 0 ? pattern.name : unlistedName(pattern.glob, ones);
      const service = serviceOf(name);
      const near = concerned(service);
      const alone = near.length === 1 && near[0] === own;
      const matched = alone ? near : near.filter((index) => nameMatches(model, index, service, name));
      const limited = service === "iam" || service === "sts";
      const rcp = tools.sets.catalogue.rcpServices.has(service);
      const key = `${matched.join()} ${limited} ${rcp} ${pattern.level}`;
      const known = groups.get(key);
      if (known === undefined) groups.set(key, unlistedAtom(model, pattern, new Set(matched), limited, rcp));
    }
  }
  return [...groups.values()];
}

function unlistedAtom(
  model: Model,
  pattern: UnlistedPattern,
  matched: ReadonlySet<number>,
  limited: boolean,
  rcp: boolean,
): Atom {
  const holds: Member = ({ compiled }, index) =>
    (compiled.actions.everything || matched.has(index)) !== compiled.actionsNegated;
  return {
    example: pattern.glob.text,
    listed: false,
    count: 0,
    level: pattern.level,
    harmless: false,
    limited,
    ...membership(model, holds, rcp),
  };
}

/** Groups all actions, known and unlisted, by the statements that hold them. */
export function buildAtoms(model: Model, tools: AtomTools): Atoms {
  const listed = listedAtoms(model, tools);
  return { atoms: [...listed.atoms, ...unlistedAtoms(model, tools)], of: listed.of };
}
