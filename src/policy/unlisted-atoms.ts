import { matchesName, type UnlistedPattern, unlistedName } from "./action-set.js";
import { type Atom, type Member, membership } from "./atom.js";
import type { Catalogue } from "./catalogue.js";
import type { Model } from "./model.js";
import { onlyServices } from "./subject.js";

/** Statements whose patterns can match an action of a service; for all others the name does not matter. */
function statementsFor(model: Model): (service: string) => readonly number[] {
  const anywhere: number[] = [];
  const named = new Map<string, number[]>();
  for (const [index, { compiled }] of model.statements.entries()) {
    if (compiled.actions.everything) continue;
    if (compiled.actions.anyService.length > 0) anywhere.push(index);
    for (const service of compiled.actions.named.keys()) {
      const found = named.get(service);
      if (found === undefined) named.set(service, [index]);
      else found.push(index);
    }
  }
  return (service) => {
    const own = named.get(service) ?? [];
    return anywhere.length === 0 ? own : [...new Set([...own, ...anywhere])].sort((a, b) => a - b);
  };
}

/** Of patterns that the same statements hold, one for each access level tells all. */
function oneEach(patterns: readonly UnlistedPattern[]): readonly UnlistedPattern[] {
  return patterns.filter((one, index) => patterns.findIndex((other) => other.level === one.level) === index);
}

function nameMatches(model: Model, index: number, service: string, name: string): boolean {
  const actions = model.statements[index]?.compiled.actions;
  return actions !== undefined && matchesName(actions, service, name);
}

/** One pattern among the statements of a model. */
interface Reached {
  readonly pattern: UnlistedPattern;
  readonly matched: readonly number[];
  readonly service: string;
}

/** The unlisted patterns of a model, each with the statements that match its action. */
function* reachedPatterns(model: Model): Generator<Reached> {
  const ones = model.statements.reduce((most, { compiled }) => Math.max(most, compiled.actions.ones), 0);
  const concerned = statementsFor(model);
  for (const [own, { compiled }] of model.statements.entries()) {
    // Only what an Allow names or a Deny leaves out can let an unlisted action through.
    if (compiled.deny !== compiled.actionsNegated) continue;
    for (const [service, patterns] of compiled.actions.unlisted) {
      const near = concerned(service);
      if (near.length === 1 && near[0] === own) {
        for (const pattern of oneEach(patterns)) yield { pattern, matched: near, service };
        continue;
      }
      for (const pattern of patterns) {
        const name = ones === 0 ? pattern.name : unlistedName(pattern.glob, ones);
        yield { pattern, matched: near.filter((index) => nameMatches(model, index, service, name)), service };
      }
    }
  }
}

/** Atoms for actions that no catalogue index stands for; those that all statements treat alike are one. */
export function unlistedAtoms(model: Model, { rcpServices }: Catalogue): Atom[] {
  const groups = new Map<string, Atom>();
  const services = onlyServices(model.subject) ?? [];
  for (const { pattern, matched, service } of reachedPatterns(model)) {
    const kind = {
      limited: service === "iam" || service === "sts",
      inService: services.includes(service),
      rcp: rcpServices.has(service),
    };
    const key = `${matched.join()} ${kind.limited} ${kind.inService} ${kind.rcp} ${pattern.level}`;
    if (!groups.has(key)) groups.set(key, unlistedAtom(model, pattern, new Set(matched), kind));
  }
  return [...groups.values()];
}

function unlistedAtom(
  model: Model,
  pattern: UnlistedPattern,
  matched: ReadonlySet<number>,
  { limited, inService, rcp }: { limited: boolean; inService: boolean; rcp: boolean },
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
    inService,
    ...membership(model, holds, rcp),
  };
}
