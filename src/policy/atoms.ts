import { type ActionSet, type ActionSets, hasAction } from "./action-set.js";
import { type Atom, type Member, membership } from "./atom.js";
import { LEVELS } from "./catalogue.js";
import { HARMLESS, SESSION_ALLOWS } from "./harmless.js";
import type { Model } from "./model.js";
import { FRESH } from "./parse-policy.js";
import { Partition } from "./partition.js";
import { onlyServices } from "./subject.js";
import { unlistedAtoms } from "./unlisted-atoms.js";

export interface Atoms {
  readonly atoms: readonly Atom[];
  /** Atom of a catalogue index; of those indices only that somebody asks for. */
  readonly of: ReadonlyMap<number, number>;
  /** Atoms that stand for the one of sts:AssumeRole, where roles are known. */
  readonly assuming?: readonly number[];
}

/** What does not depend on a subject, made once an engine. */
export interface AtomTools {
  readonly sets: ActionSets;
  readonly harmless: ActionSet;
  readonly limited: ActionSet;
  readonly sessionAllows: ActionSet;
  readonly rcp: ActionSet;
  /** What it opens depends on the role, so it is never one with other actions. */
  readonly assume: ActionSet;
  /** How dangerous an action is, to choose examples; by catalogue index. */
  readonly danger: Uint8Array;
  /** Catalogue indices whose atoms are asked for by name. */
  readonly wanted: readonly number[];
  readonly partition: Partition;
}

export function atomTools(sets: ActionSets, danger: Uint8Array, wanted: readonly number[]): AtomTools {
  return {
    sets,
    harmless: sets.of(HARMLESS),
    limited: sets.of(["iam:*", "sts:*"]),
    sessionAllows: sets.of(SESSION_ALLOWS),
    assume: sets.of(["sts:AssumeRole"]),
    rcp: sets.of([...sets.catalogue.rcpServices].map((service) => `${service}:*`)),
    danger,
    wanted,
    partition: new Partition(sets.catalogue.names.length),
  };
}

interface Summary {
  readonly example: number;
  readonly count: number;
  readonly level: number;
}

/** The most dangerous action of each class, how many are listed, and the highest access level. */
function summarise({ partition, danger, sets }: AtomTools): Summary[] {
  const { listed, levels } = sets.catalogue;
  const { classOf, count } = partition;
  const found = Array.from({ length: count }, () => ({ example: -1, count: 0, level: 0 }));
  for (let index = 0; index < classOf.length; index++) {
    const one = found[classOf[index] ?? 0];
    if (one === undefined) continue;
    if (one.example < 0 || (danger[index] ?? 0) > (danger[one.example] ?? 0)) one.example = index;
    if (listed[index] !== 1) continue;
    one.count++;
    one.level = Math.max(one.level, levels[index] ?? 0);
  }
  return found;
}

/** The actions that a subject's credentials for single services are good for. */
function inServices(model: Model, { sets }: AtomTools): ActionSet {
  return sets.of((onlyServices(model.subject) ?? []).map((service) => `${service}:*`));
}

/** Splits the catalogue into classes of actions that every statement treats alike. */
function split(model: Model, tools: AtomTools): void {
  const { partition } = tools;
  const hasRcp = model.statements.some((statement) => statement.ref.layer === "rcp");
  const fixed = [
    tools.harmless,
    tools.limited,
    tools.sessionAllows,
    tools.assume,
    inServices(model, tools),
    ...(hasRcp ? [tools.rcp] : []),
  ];
  const own = model.statements.map((statement) => statement.compiled.actions);
  partition.reset();
  for (const set of new Set([...fixed, ...own])) if (!set.everything) partition.split(set.list);
}

function listedAtoms(model: Model, tools: AtomTools): Atoms {
  const { partition, wanted } = tools;
  split(model, tools);
  const services = inServices(model, tools);
  const atoms = summarise(tools).map((summary) => listedAtom(model, tools, summary, services));
  return { atoms, of: new Map(wanted.map((index) => [index, partition.classOf[index] ?? 0])) };
}

function listedAtom(
  model: Model,
  tools: AtomTools,
  { example: index, count, level }: Summary,
  services: ActionSet,
): Atom {
  const { names, listed } = tools.sets.catalogue;
  const known = listed[index] === 1;
  const name = names[index] ?? "";
  const holds: Member = ({ compiled }) => hasAction(compiled.actions, index) !== compiled.actionsNegated;
  return {
    example: known ? name : shown(name),
    listed: known,
    count,
    level: known ? level : LEVELS.indexOf("write"),
    harmless: hasAction(tools.harmless, index),
    limited: hasAction(tools.limited, index) && !hasAction(tools.sessionAllows, index),
    inService: hasAction(services, index),
    ...membership(model, holds, hasAction(tools.rcp, index)),
  };
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

/** The published actions of each atom of a model that has some, by catalogue index, the most dangerous first. */
export function actionsByAtom(model: Model, tools: AtomTools): ReadonlyMap<number, readonly number[]> {
  const { partition, danger, sets } = tools;
  split(model, tools);
  const found = new Map<number, number[]>();
  for (const [index, atom] of partition.classOf.entries()) {
    if (sets.catalogue.listed[index] !== 1) continue;
    const known = found.get(atom);
    if (known === undefined) found.set(atom, [index]);
    else known.push(index);
  }
  for (const actions of found.values()) actions.sort((a, b) => (danger[b] ?? 0) - (danger[a] ?? 0) || a - b);
  return found;
}
